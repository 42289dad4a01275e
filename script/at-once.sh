# Sourced by scripts whose steps wait more than they work.

# at_once FUNCTION...: runs them at the same time and waits for all; then at_once_failed is 1 where one failed, or else 0.
# (No exit code says so: whoever looked at it, as || does, would switch 'set -e' off in the functions.)
# Whoever ends the script ends them all.
at_once() {
  local each
  at_once_failed=0
  at_once_groups=()
  set -m # each in a process group of its own, or a signal would miss what they have started
  for each; do
    "$each" &
    at_once_groups+=("$!")
  done
  set +m
  trap 'trap - INT TERM; for each in "${at_once_groups[@]}"; do kill -- "-$each" 2>/dev/null || true; done; wait; exit 130' INT TERM
  for each in "${at_once_groups[@]}"; do wait "$each" || at_once_failed=1; done
  trap - INT TERM
}

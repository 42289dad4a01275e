# Sourced by the scripts that run programs out of the tests: builds gateway.jar and the tests' classes if sources have changed.
# Wants $root and find-java.sh before it; sets $target, and $classes for -cp.

target=$root/gateway-launcher/target
sources=("$root"/pom.xml "$root"/gateway-*/pom.xml "$root"/gateway-*/src)
if [ ! -f "$target/bench.built" ] || [ -n "$(find "${sources[@]}" -newer "$target/bench.built")" ]; then
  echo "Building ..." >&2
  (cd "$root" && mvn -B -q -ntp -Pjar package && mvn -B -q -ntp test-compile \
    dependency:build-classpath -Dmdep.outputFile=target/bench.classpath -Dmdep.includeScope=test)
  touch "$target/bench.built"
fi
classes=$target/test-classes:$target/classes:$(cat "$target/bench.classpath")

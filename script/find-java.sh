# Sourced by the other scripts: sets JAVA_HOME to a JDK of version 17 or later and sees that Maven is there.
# Where one of them is missing it says what to install and ends the script.

# The feature version of the JDK in $1, such as 17; nothing if there is no compiler in it.
jdk_version() {
  if [ -z "$1" ] || [ ! -x "$1/bin/javac" ]; then return 0; fi
  "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'
}

# The homes of all JDKs in the usual places, one a line.
jdk_homes() {
  for home in /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home "$HOME"/.sdkman/candidates/java/*; do
    if [ -x "$home/bin/javac" ]; then (cd "$home" && pwd -P); fi
  done | sort -u
}

# "version home" of each JDK from version $1 on, oldest first.
jdks_from() {
  jdk_homes | while read -r home; do
    version=$(jdk_version "$home")
    if [ "${version:-0}" -ge "$1" ]; then echo "$version $home"; fi
  done | sort -n
}

# The JDK of JAVA_HOME if it will do, else that of the java on the path, else the oldest that will do.
default_jdk() {
  on_path=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p' || true)
  for home in "${JAVA_HOME:-}" "$on_path"; do
    version=$(jdk_version "$home")
    if [ "${version:-0}" -ge 17 ]; then echo "$home" && return; fi
  done
  jdks_from 17 | sed -n '1s/^[0-9]* //p'
}

JAVA_HOME=$(default_jdk)
export JAVA_HOME
if [ -z "$JAVA_HOME" ] || ! command -v mvn >/dev/null; then
  echo "The gateway is built with a JDK (17 or later) and Maven (3.8.6 or later). Install them with:" >&2
  case $(uname) in
    Darwin) echo "  brew install openjdk@17 maven" >&2 ;;
    *) echo "  sudo apt-get install openjdk-17-jdk-headless maven" >&2 ;;
  esac
  exit 1
fi

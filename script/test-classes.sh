# Sourced by the scripts that run programs out of the tests: builds gateway.jar and the tests' classes if sources have changed.
# Wants $root, find-java.sh and $module (a folder of testing/) before it; sets $jar, $target (the module's) and $classes for -cp.

jar=$root/gateway-launcher/target/gateway.jar
target=$root/testing/$module/target
built=$root/testing/gateway-benchmarks/target/programs.built
sources=("$root"/pom.xml "$root"/gateway-*/pom.xml "$root"/gateway-*/src "$root"/testing/gateway-*/pom.xml "$root"/testing/gateway-*/src)
if [ ! -f "$jar" ] || [ ! -f "$built" ] || [ -n "$(find "${sources[@]}" -newer "$built")" ]; then
  echo "Building ..." >&2
  (cd "$root" && mvn -B -q -ntp -Pjar package && mvn -B -q -ntp test-compile \
    dependency:build-classpath -Dmdep.outputFile=target/programs.classpath -Dmdep.includeScope=test)
  touch "$built"
fi
classes=$target/test-classes:$(cat "$target/programs.classpath")

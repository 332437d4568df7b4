# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154 # who sources it says what suite it is about
#
# The host's side of tests of packages: checks that are counted, and a suite's root with a layer of its own over it, in
# which packages are built, installed and removed at native speed. Who sources it has set TESTS, and WORK, a directory.

PROJECT=$(dirname "$TESTS")
# shellcheck source-path=SCRIPTDIR source=pipe.sh
. "$TESTS/lib/pipe.sh"
# shellcheck source-path=SCRIPTDIR source=host.sh
. "$TESTS/lib/host.sh"
without_build_settings
TREE=''	# the root of which tree_up and others speak
passed=0 failed=0 skipped=0

# alone COMMAND…: become root's process with mounts of its own, which go with it
alone() {
	[ -z "${NETFLOW_ALONE:-}" ] || return 0
	[ "$(id -u)" = 0 ] || { echo "${0##*/}: needs root" >&2; exit 1; }
	mkdir -p "$WORK"
	NETFLOW_ALONE=1 exec unshare --mount --propagation private "$@"
}

# quoted WORD…: as one would type them
quoted() { printf '%q ' "$@" | sed 's/ $//'; }

# check DESCRIPTION COMMAND…: it must succeed. What it prints is shown only if it does not, with the command; so is what took
# long.
check() {
	local description=$1 status begin=$SECONDS
	shift
	if "$@" >"$WORK/output" 2>&1; then
		passed=$((passed + 1))
		printf 'ok      %s: %s%s\n' "$suite" "$description" "$(took $((SECONDS - begin)))"
	else
		status=$?
		failed=$((failed + 1))
		printf 'FAILED  %s: %s\n        command:  %s\n        expected: exit status 0\n        got:      exit status %d, output:\n' \
			"$suite" "$description" "$(quoted "$@")" $status
		tail -n 30 "$WORK/output" | sed 's/^/        /'
	fi
}

took() { [ "$1" -lt 10 ] || printf ' (%d s)' "$1"; }

# summary: the last line; fails if something failed
summary() {
	printf '%d passed, %d failed' "$passed" "$failed"
	[ "$skipped" = 0 ] || printf ', %d skipped' "$skipped"
	printf '\n'
	[ "$failed" = 0 ]
}

# tree_up ROOT NAME: a layer over ROOT, in memory
tree_up() {
	local layers=$WORK/$2.layers
	TREE=$WORK/$2
	mkdir -p "$layers" "$TREE"
	mount -t tmpfs -o size=6G tmpfs "$layers"
	mkdir "$layers/upper" "$layers/work"
	mount -t overlay overlay -o "lowerdir=$1,upperdir=$layers/upper,workdir=$layers/work" "$TREE"
}

tree_down() {
	umount "$TREE"
	umount "$TREE.layers"
}

# in_tree COMMAND…: run it there, with the network that apt needs. Debian packages stay in $ARCHIVES where that is set. What
# Debian's kernel headers compile is kept in the cache, if the tree has ccache; the programs are compiled each time.
in_tree() {
	local variables=(DEBIAN_FRONTEND=noninteractive INITRD=No)
	[ ! -e "$TREE/usr/bin/ccache" ] || mapfile -t -O 2 variables < <(module_cache)
	# shellcheck disable=SC2016 # for the inner shell
	unshare --mount --fork --kill-child --propagation private sh -euc '
		ccache=$1 tree=$2 archives=$3
		shift 3
		mount -t proc proc "$tree/proc"
		mount --rbind /dev "$tree/dev"
		mount -t tmpfs tmpfs "$tree/tmp"
		[ ! -e /etc/resolv.conf ] || { touch "$tree/etc/resolv.conf"; mount --bind /etc/resolv.conf "$tree/etc/resolv.conf"; }
		[ -z "$archives" ] || mount --bind "$archives" "$tree/var/cache/apt/archives"
		mkdir -p "$ccache" "$tree/tmp/ccache"
		mount --bind "$ccache" "$tree/tmp/ccache"
		exec chroot "$tree" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 "$@"
	' sh "$LAB_CACHE/ccache" "$TREE" "${ARCHIVES:-}" "${variables[@]}" "$@"
}

# module_cache: what makes the build of a kernel's modules in the tree keep them in the cache, as variables, one a line
module_cache() { echo DEBIAN_KERNEL_USE_CCACHE=1 && compiler_cache /tmp/ccache; }

# copy_sources DIRECTORY: what git knows, and new files that it does not ignore
copy_sources() {
	mkdir -p "$1"
	git -C "$PROJECT" ls-files -coz --exclude-standard | (cd "$PROJECT" && xargs -0 ls -d 2>/dev/null) |
		tar -C "$PROJECT" -c -T - | tar -C "$1" -x
}

# unpack_sources DIRECTORY: the same from a release's tarball
unpack_sources() {
	mkdir -p "$1"
	"$PROJECT/packaging/release" tarball "$WORK/sources.tar.xz"
	tar -C "$1" --strip-components=1 -xf "$WORK/sources.tar.xz"
}

# build_packages DIRECTORY [VERSION]: in the tree, from the sources; as if that version had been released
build_packages() {
	copy_sources "$TREE/$1/netflow"
	[ $# = 1 ] || release "$TREE/$1/netflow" "$2"
	make_packages "$1"
}

# make_packages DIRECTORY: of the sources in its netflow/; tests/packages wants them tested meanwhile.
make_packages() {
	in_tree env DEB_BUILD_OPTIONS="${PACKAGE_OPTIONS-nocheck}" make -C "/$1/netflow" deb &&
		mv "$TREE/$1/netflow/build/deb"/*.{deb,changes,buildinfo} "$TREE/$1/"
}

# release SOURCES VERSION
release() {
	local changelog=$1/packaging/deb/changelog
	printf '%s\n' "$2" >"$1/VERSION"
	{
		printf 'netflow (%s) unstable; urgency=medium\n\n  * The next version.\n\n' "$2"
		printf ' -- Netflow Maintainers <maintainers@netflow.example>  Tue, 24 Nov 2026 08:00:00 +0000\n\n'
		cat "$changelog"
	} >"$changelog.new"
	mv "$changelog.new" "$changelog"
}

# kernels: those with headers; the links lead somewhere in the tree only.
kernels() { in_tree sh -c 'cd /lib/modules && ls -d */build/Makefile | cut -d / -f 1'; }

# built_by_dkms: for every kernel that has headers
built_by_dkms() {
	local kernel
	for kernel in $(kernels); do
		in_tree dkms status -m netflow -k "$kernel" | grep ': installed' || { echo "not for $kernel"; return 1; }
	done
}

# all_files PATH…: what is installed or made, without logs, caches, what belongs to DKMS (2.8 starts lsb_release, which Python
# compiles) and dpkg themselves, and these paths
all_files() {
	local path left_out=()
	for path; do
		left_out+=(-o -path "$TREE$path")
	done
	find "$TREE" -xdev \( -path "$TREE/var/log" -o -path "$TREE/var/cache" -o -path "$TREE/var/lib/apt" -o \
		-path "$TREE/var/lib/dpkg" -o -name mok.key -o -name mok.pub -o -name 'modules.*' -o \
		-name 'lsb_release.*.pyc' -o \
		-path "$TREE/usr/share/man" -o -path "$TREE/run" "${left_out[@]}" \) -prune -o ! -type d -printf '/%P\n' | sort
}

# break_kernel: nothing can be built for $BROKEN, the newest, until mend_kernel
break_kernel() {
	BROKEN=$(kernels | tail -n 1)
	mv "$TREE/lib/modules/$BROKEN/build" "$TREE/lib/modules/$BROKEN/build.away"
	mkdir -p "$TREE/lib/modules/$BROKEN/build/include"
	printf 'all modules:\n\t@echo this compiler is broken; exit 1\n' >"$TREE/lib/modules/$BROKEN/build/Makefile"
}

mend_kernel() {
	rm -r "$TREE/lib/modules/$BROKEN/build"
	mv "$TREE/lib/modules/$BROKEN/build.away" "$TREE/lib/modules/$BROKEN/build"
}

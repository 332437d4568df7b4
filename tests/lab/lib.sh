# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034 # others use what is set here
#
# The host side that all lab commands share: messages, the cache, locks and where Debian packages come from.
# Source it; it runs nothing by itself.
#
# Environment:
#   NETFLOW_LAB_CACHE   where kernels and roots live (default ~/.cache/netflow-lab); safe to delete at any time
#   NETFLOW_LAB_MIRROR  the Debian archive to use (default: the one this machine's own apt uses)

shopt -s inherit_errexit

LAB_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
PROJECT_DIR=$(cd "$LAB_DIR/../.." && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib/pipe.sh
. "$PROJECT_DIR/tests/lib/pipe.sh"
# shellcheck source-path=SCRIPTDIR source=../lib/host.sh
. "$PROJECT_DIR/tests/lib/host.sh"
without_build_settings
LAB_BUILD=$PROJECT_DIR/build/lab

# Exit statuses of the guests; every other status is the script's own.
LAB_FAILED=96		# the lab itself: wrong use, or a kernel, root or module that could not be built
LAB_TIMEOUT=97		# the script took too long and the guest was killed
LAB_DIED=98		# the guest ended before the script did
LAB_SPLAT=99		# the kernel complained, or a module could not be unloaded

say() { printf 'lab: %s\n' "$*" >&2; }
die() { say "$*"; exit "$LAB_FAILED"; }

# usage FILE: print the head comment of a lab command (what follows the licence line).
usage() { sed -n '3,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$1"; }

need_root() { [ "$(id -u)" = 0 ] || die "${0##*/} needs root (it mounts and uses chroot); run it with sudo"; }

# content_key FUNCTION|FILE|=TEXT…: a hash of function bodies, files and texts; not of comments in configurations.
content_key() {
	local part
	for part; do
		case $part in
		=*) printf '%s\n' "${part#=}" ;;
		*.config) sed -e 's/[[:space:]]*#.*//' -e '/^$/d' "$part" ;;
		*/*) cat "$part" ;;
		*) declare -f "$part" || die "content_key: no function $part" ;;
		esac
	done | sha256sum | cut -c1-12
}

# locked FILE COMMAND…: run the command while no other lab command holds the lock FILE.
locked() {
	local lock_fd
	mkdir -p "$(dirname "$1")"
	exec {lock_fd}>"$1"
	if ! flock -n "$lock_fd"; then
		say "waiting for another lab command that holds $1"
		flock "$lock_fd"
	fi
	"${@:2}" {lock_fd}>&-
	exec {lock_fd}>&-
}

# cached NAME-KEY MAKER [ARG…]: print the path of a cache entry; where it is missing, MAKER ARG… DIRECTORY fills it.
# The maker works in a directory with a temporary name, which gets its real name only when it is whole. Entries that the
# new one replaces go when nothing used them for two weeks.
cached() {
	local entry=$LAB_CACHE/$1
	[ -d "$entry" ] || locked "$LAB_CACHE/lock/$1" fill_cache "$@" >&2
	touch -c "$entry"
	printf '%s\n' "$entry"
}

fill_cache() {
	local entry=$LAB_CACHE/$1
	shift
	[ ! -d "$entry" ] || return 0
	discard "$entry.new"
	mkdir -p "$entry.new"
	"$@" "$entry.new"
	mv "$entry.new" "$entry"
	find "$LAB_CACHE" -mindepth 1 -maxdepth 1 -name "$(basename "${entry%-*}")-????????????" -mtime +14 -print0 |
		while IFS= read -r -d '' entry; do discard "$entry"; done
}

# discard DIRECTORY: remove it, unless something is still mounted below it.
discard() {
	! grep -qF " $1/" /proc/self/mounts || die "$1 still has mounts below it; unmount them first"
	rm -rf --one-file-system "$1"
}

# logged LOG COMMAND…: run it with its output in LOG; show the end of LOG and stop where it fails.
logged() {
	local log=$1 status
	shift
	set +e # a condition would switch it off for all that the command does
	(set -e; "$@") >"$log" 2>&1
	status=$?
	set -e
	[ $status != 0 ] || return 0
	tail -n 30 "$log" >&2
	die "failed: $*; the end of its log is above, all of it in $log"
}

# newest_kernel ROOT: the version of the newest kernel that a suite's root has.
newest_kernel() {
	local version
	version=$(find "$1/boot" -name 'vmlinuz-*' -printf '%f\n' | sed 's/^vmlinuz-//' | sort -V | tail -n 1)
	[ -n "$version" ] || die "no kernel in $1/boot"
	printf '%s\n' "$version"
}

# in_root ROOT TREE COMMAND…: run it in the root, with TREE at /mnt; the root itself is read-only meanwhile. What is compiled
# there is kept in the cache.
in_root() {
	local variables
	mapfile -t variables < <(compiler_cache /tmp/ccache)
	# shellcheck disable=SC2016 # for the inner shell
	unshare --mount --fork --kill-child --propagation private sh -euc '
		ccache=$1 root=$2 tree=$3
		shift 3
		mount --bind "$root" "$root"
		mount -t proc proc "$root/proc"
		mount --rbind /dev "$root/dev"
		mount -t tmpfs tmpfs "$root/tmp"
		mount --bind "$tree" "$root/mnt"
		mkdir "$root/tmp/ccache"
		mount --bind "$ccache" "$root/tmp/ccache"
		mount -o remount,ro,bind "$root"
		exec chroot "$root" /usr/bin/env -i PATH=/usr/lib/ccache:/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp LANG=C.UTF-8 "$@"
	' sh "$LAB_CACHE/ccache" "$1" "$2" "${variables[@]}" "${@:3}"
}

# mirror KIND: the URI of the archive (KIND "") or of its security part (KIND -security), as this machine's own apt has it;
# nothing for a part that it has not.
mirror() {
	if [ -n "${NETFLOW_LAB_MIRROR:-}" ]; then
		printf '%s%s\n' "${NETFLOW_LAB_MIRROR%/}" "$1"
		return
	fi
	# shellcheck disable=SC2016 # apt fills these in
	apt-get indextargets --format '$(ORIGIN) $(RELEASE) $(SITE)' 'Created-By: Packages' |
		awk -v kind="$1" '$1 == "Debian" && $2 ~ "^[a-z]+" kind "$" { if (!found++) print $3 }' | sed 's|/$||'
}

# sources_list SUITE: apt's source lines for a suite, with its security updates where they exist; backports come on
# top of their release. A machine that takes no security updates has none for its test kernels either.
sources_list() {
	local release=${1%-backports} signed=signed-by=/usr/share/keyrings/debian-archive-keyring.gpg suite archive security
	archive=$(mirror '') security=$(mirror -security)
	[ -n "$archive" ] || die "apt knows no Debian archive (run apt-get update); or name one in NETFLOW_LAB_MIRROR"
	for suite in "$release" "$1"; do
		printf 'deb [%s] %s %s main\n' "$signed" "$archive" "$suite"
	done | sort -u
	case $release in
	bullseye | bookworm | trixie) [ -z "$security" ] || printf 'deb [%s] %s %s-security main\n' "$signed" "$security" "$release" ;;
	esac
}

# private_apt STATE SUITE APT-COMMAND…: run apt-get or apt-cache with lists, cache and state of its own below STATE: neither the
# sources and preferences of this machine nor the packages that are installed here matter. Its proxies do.
private_apt() {
	local state=$1 suite=$2 tool=$3
	shift 3
	mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
	sources_list "$suite" >"$state/sources.list"
	: >"$state/status"
	"$tool" -o Dir::Etc::SourceList="$state/sources.list" -o Dir::Etc::SourceParts=/dev/null \
		-o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null -o APT::Default-Release= \
		-o Dir::State="$state" -o Dir::State::Lists="$state/lists" -o Dir::State::status="$state/status" \
		-o Dir::Cache="$state/cache" -o APT::Sandbox::User=root -o Acquire::Retries=3 -o Acquire::Languages=none "$@"
}

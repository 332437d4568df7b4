# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034 # the two commands read what is parsed here
#
# The host side that uml and vm share: options, the run directory, starting a guest and judging how it ended.
# (The guest's side is guest-boot and guest-init, which tells what the files in the run directory mean.)
#
# The command defines start_guest INITRAMFS…, which becomes the guest's process: the script's output on file descriptor 1,
# the kernel's console in $RUN/console. See the head of vm for the contract.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

BOOT_TIMEOUT=360	# seconds until the script must have begun
CHECK_TIMEOUT=600	# for what follows the script
BOOT_TRIES=4

# What the kernel says when something is wrong. That it debugs objects no longer, for want of memory, is not.
SPLATS='(^|[^E])BUG:|WARNING:|KASAN|UBSAN|KFENCE|Oops|general protection|double fault|[Uu]nable to handle|stack guard page'
SPLATS+='|possible (circular locking|recursive locking|irq lock inversion|unsafe locking|deadlock)|suspicious RCU'
SPLATS+='|inconsistent lock state|bad (unlock|contention) |Invalid wait context|held lock freed|lock held'
SPLATS+='|sleeping function|scheduling while atomic|Voluntary context switch|INFO: (task|rcu)|soft lockup|hard LOCKUP'
SPLATS+='|rcu.*stall|refcount_t|ODEBUG: [a-z]|leaked|list_(add|del) corruption|Bad page|unregister_netdevice: waiting'

# parse_options OPTION…: sets the variables below; what is left is in COMMAND.
parse_options() {
	MEMORY='' CPUS=2 TIMEOUT=300 RESULTS='' SUITE=trixie KERNEL='' TREE='' DEBUG='' HUGE_PAGES='' SYSTEMD='' BEFORE='' OUTSIDE=''
	ENVIRONMENT=()
	while [ $# -gt 0 ]; do
		case $1 in
		--debug) DEBUG=1; shift; continue ;;
		--huge-pages) HUGE_PAGES=1; shift; continue ;;
		--systemd) SYSTEMD=1; shift; continue ;;
		--no-build) export NETFLOW_LAB_NO_BUILD=1; shift; continue ;;
		-h | --help) usage "$0"; exit 0 ;;
		--) shift; break ;;
		-*) [ $# -gt 1 ] || die "$1 needs a value" ;;
		*) break ;;
		esac
		case $1 in
		--mem) MEMORY=$2 ;;
		--cpus) CPUS=$2 ;;
		--timeout) TIMEOUT=$2 ;;
		--results) RESULTS=$2 ;;
		--suite) SUITE=$2 ;;
		--kernel) KERNEL=$2 ;;
		--before) BEFORE=$(guest_path "$2") ;;
		--outside) OUTSIDE=$2 ;;
		--root) TREE=$2 ;;
		--env) ENVIRONMENT+=("$2") ;;
		*) die "no option $1; see ${0##*/} --help" ;;
		esac
		shift 2
	done
	[ $# -gt 0 ] || { usage "$0"; exit "$LAB_FAILED"; }
	COMMAND=("$(guest_path "$1")" "${@:2}")
}

# guest_path SCRIPT: its name under /project.
guest_path() {
	local path
	path=$(realpath -e "$1" 2>/dev/null || realpath -e "$PROJECT_DIR/$1" 2>/dev/null) || die "no such script: $1"
	[ "${path#"$PROJECT_DIR/"}" != "$path" ] || die "$1 is not in the checkout, so the guest cannot see it"
	[ -x "$path" ] || die "$1 is not executable"
	printf '/project/%s\n' "${path#"$PROJECT_DIR/"}"
}

# prepare_run LABEL: make the run directory, and an empty results directory.
prepare_run() {
	if [ -z "$RESULTS" ]; then
		RESULTS=$LAB_BUILD/results/$1/$(basename "${COMMAND[0]}")
		rm -rf "$RESULTS"
	fi
	mkdir -p "$RESULTS" "$LAB_BUILD/run"
	RESULTS=$(realpath "$RESULTS")
	rm -f "$RESULTS/progress"
	find "$LAB_BUILD/run" -mindepth 1 -maxdepth 1 -mtime +1 -exec rm -rf {} +
	RUN=$(mktemp -d "$LAB_BUILD/run/$1.XXXXXX")
	chmod 755 "$RUN"
	printf '%s\0' "${COMMAND[@]}" >"$RUN/command"
	[ -z "$BEFORE" ] || printf '%s\n' "$BEFORE" >"$RUN/before"
	[ -z "$OUTSIDE" ] || : >"$RUN/shutdown"
	: >"$RUN/environment"
	[ ${#ENVIRONMENT[@]} = 0 ] || printf '%s\0' "${ENVIRONMENT[@]}" >"$RUN/environment"
}

# make_initramfs ROOT KERNEL DIRECTORY: busybox, guest-boot and, for a stock kernel, the modules that reach the root.
make_initramfs() {
	local work=$3/tree
	mkdir -p "$work/bin" "$work/modules"
	cp "$(command -v busybox)" "$work/bin/busybox"
	cp "$LAB_DIR/guest-boot" "$work/init"
	: >"$work/modules.list"
	[ -z "$1" ] || add_modules "$1" "$2" "$work"
	(cd "$work" && find . | cpio --quiet -o -H newc) >"$3/initramfs"
	rm -rf "$work"
}

# share_type ROOT KERNEL: how the kernel can mount a directory of this machine
share_type() {
	if modprobe -C /dev/null -d "$1" -S "$2" --show-depends 9p >/dev/null 2>&1; then
		echo 9p
	else
		echo virtiofs
	fi
}

share_modules() {
	case $(share_type "$@") in
	9p) echo 9pnet_virtio 9p ;;
	virtiofs) echo virtiofs ;;
	esac
}

# add_modules ROOT KERNEL TREE: unpacked, and listed in the order in which they load.
add_modules() {
	local file name
	for name in virtio_pci $(share_modules "$1" "$2") overlay; do
		modprobe -C /dev/null -d "$1" -S "$2" --show-depends "$name"
	done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' | while read -r file; do
		name=$(basename "$file" | sed 's/\.ko.*/.ko/')
		case $file in
		*.xz) xz -dc "$file" ;;
		*.zst) zstd -qdc "$file" ;;
		*) cat "$file" ;;
		esac >"$3/modules/$name"
		printf '%s\n' "$name" >>"$3/modules.list"
	done
}

# initramfs ROOT KERNEL: print its path.
initramfs() {
	local entry
	entry=$(cached "initramfs-$(content_key make_initramfs add_modules share_modules "$LAB_DIR/guest-boot" "=$1 $2")" \
		make_initramfs "$1" "$2")
	printf '%s/initramfs\n' "$entry"
}

# watch_guest PID: wait for the guest's end, and bring it about when a stage takes too long or this command was killed. The
# guest's processes are one group.
watch_guest() {
	local stage=boot limit=$((SECONDS + BOOT_TIMEOUT))
	while kill -0 "$1" 2>/dev/null && kill -0 $$ 2>/dev/null; do
		if [ $stage = boot ] && [ -e "$RUN/started" ]; then
			stage=script limit=$((SECONDS + TIMEOUT))
		elif [ $stage = script ] && [ -e "$RUN/status" ]; then
			stage=checks limit=$((SECONDS + CHECK_TIMEOUT))
		fi
		if ((SECONDS >= limit)); then
			printf '%s\n' $stage >"$RUN/timeout"
			break
		fi
		sleep 0.5
	done
	kill -KILL -- "-$1" 2>/dev/null || true
}

# boot: run one guest to its end. Its output goes through a pipe, which is what a guest can always write to.
boot() {
	rm -rf "$RUN/uml" "$RUN"/{started,status,dmesg,trouble,finished,timeout}
	{
		set -m # a process group of its own
		start_guest </dev/null &
		set +m
		# shellcheck disable=SC2064 # the value of now
		trap "kill -KILL -- -$! 2>/dev/null || true" EXIT
		watch_guest $!
	} | cat
}

# run_guest: boot, again where the guest ends before its script begins (an emulator's fault, not ours); exit with what
# came of it.
run_guest() {
	local try
	for ((try = 1; try <= BOOT_TRIES; try++)); do
		boot
		[ ! -e "$RUN/started" ] || break
		say "the guest ended before its script began (try $try of $BOOT_TRIES); console: $(keep_console "$try")"
	done
	judge
}

keep_console() {
	cp "$RUN/console" "$RUN/console.$1"
	printf '%s\n' "$RUN/console.$1"
}

# judge: exit with the script's status, or with what went wrong.
judge() {
	local status
	case $(cat "$RUN/timeout" 2>/dev/null) in
	script) failed "$LAB_TIMEOUT" "the script took longer than $TIMEOUT s (--timeout)" ;;
	checks) failed "$LAB_DIED" "the guest hung in its checks (the script's status was $(<"$RUN/status"))" ;;
	esac
	[ -e "$RUN/finished" ] || failed "$LAB_DIED" "the guest ended before $(unfinished)"
	if complaints >&2; then
		failed "$LAB_SPLAT" "the kernel complained, see above; the script's own status was $(<"$RUN/status")"
	fi
	status=$(<"$RUN/status")
	[ -z "$OUTSIDE" ] || cp "$RUN/outside" "$OUTSIDE"
	cp "$RUN/dmesg" "$RESULTS/dmesg"
	rm -rf "$RUN"
	exit "$status"
}

unfinished() {
	if [ -e "$RUN/status" ]; then
		echo "its checks were through (the script's status was $(<"$RUN/status"))"
	elif [ -e "$RUN/started" ]; then
		echo "the script did"
	else
		echo "the script began"
	fi
}

# complaints: show what the kernel or guest-init has to say; succeeds when there is something.
complaints() {
	local found=1
	if grep -qE "$SPLATS" "$RUN/dmesg"; then
		show_splats
		found=0
	fi
	# What it says while it shuts down is on the console only.
	if [ -n "$OUTSIDE" ] && grep -E "$SPLATS" "$RUN/console"; then
		found=0
	fi
	if [ -s "$RUN/trouble" ]; then
		sed 's/^/lab: /' "$RUN/trouble"
		found=0
	fi
	return $found
}

# show_splats: from the first complaint on, with some of what led to it.
show_splats() {
	say "from the kernel's log:"
	awk -v splats="$SPLATS" '
		{ line[NR] = $0 }
		!first && $0 ~ splats { first = NR }
		END { for (i = first > 5 ? first - 5 : 1; i <= NR && i < first + 100; i++) print line[i] }' "$RUN/dmesg"
}

# failed STATUS TEXT: keep the run directory for whoever looks into it.
failed() {
	if [ "$1" != "$LAB_SPLAT" ]; then
		say "the end of the console:"
		tail -n 40 "$RUN/console" | tr -d '\r' >&2
	fi
	say "$2"
	say "all of it: $RUN (dmesg, console)"
	[ "$1" = "$LAB_SPLAT" ] || ! [ -s "$RESULTS/progress" ] || count_so_far
	exit "$1"
}

# count_so_far: of a script that ended early and has written /results/progress: passed, failed and skipped before the test
# that was running, and its name. The last line is a count with one more failure.
count_so_far() {
	local passed failed skipped name log
	read -r passed failed skipped name <"$RESULTS/progress"
	log=$RESULTS/$name.log
	if [ -n "$name" ]; then
		say "in the test $name; the end of its output:"
		tail -n 5 "$log" >&2 2>/dev/null || true
		passed=$((passed + $(count_lines '^ok  ' "$log")))
		failed=$((failed + $(count_lines '^FAILED  ' "$log")))
		skipped=$((skipped + $(count_lines '^skipped ' "$log")))
	fi
	printf '\n%d passed, %d failed, %d skipped\n' "$passed" $((failed + 1)) "$skipped"
}

# count_lines PATTERN FILE: 0 where there is no such file
count_lines() { sed -n "/$1/p" "$2" 2>/dev/null | wc -l; }

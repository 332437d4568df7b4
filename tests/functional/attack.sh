#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A user without privileges attacks from a user namespace with many network namespaces (tests/hostile/attacker.py): every
# setting at its limit, rules that name a thousand monitors, slow destinations, flushes, namespaces that end with flows in them;
# then beside a process of a real-time priority, and from a memory cgroup of 64 MiB. Meanwhile the host makes a network
# namespace, loads a module that every namespace has to do with, loads a ruleset, and exports flows of its own. All of this is
# compared with the same beside an attacker who does not use the module, but has and ends as many namespaces, or while as many
# namespaces end in which nothing happened.
#
# The attacker has the lowest priority, so that his processes take no time from those of the host; his workers' is not his.
#
# NETFLOW_ATTACK_NAMESPACES (default 100) is how many he makes, if they can be made in NETFLOW_ATTACK_SECONDS (default 5).
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"
# shellcheck source-path=SCRIPTDIR source=../lib/cgroup.sh
. "$TESTS/lib/cgroup.sh"

NAMESPACES=${NETFLOW_ATTACK_NAMESPACES:-100}
SECONDS_TO_MAKE=${NETFLOW_ATTACK_SECONDS:-5}
USER_A=4001
SAMPLES=3
# A command of the host may take so many times as long and so many ms longer; its flows may come so many ms later.
TIMES=1 LONGER=200 LATER=1000
# What else changes meanwhile: page tables, processes, and in the debug kernel quarantined memory
SLACK=$((16 << 20))
# Everything is slow there, and the machine is busy with others.
! in_debug_kernel || TIMES=3 LONGER=3000 LATER=4000 SLACK=$((64 << 20))
COMMANDS="unshare modprobe nft"
# Of a monitor "default", about
DEFAULT_SIZE=$((9 << 10))

# attacker_start [COMMAND…]: by that command, with the option $ATTACK; sets $ATTACKER and $MADE
attacker_start() {
	rm -f "$WORK/attacker"
	# shellcheck disable=SC2086 # an option or none
	"$@" nice -n 19 setpriv --reuid $USER_A --regid $USER_A --clear-groups "$TESTS/hostile/attacker.py" ${ATTACK:-} \
		--namespaces "$NAMESPACES" --seconds "$SECONDS_TO_MAKE" >"$WORK/attacker" 2>&1 &
	ATTACKER=$!
	started+=("$ATTACKER")
	wait_for $((SECONDS_TO_MAKE + 30)) test -s "$WORK/attacker"
	MADE=$(head -n 1 "$WORK/attacker")
}

available() { awk '/^MemAvailable/ { print $2 * 1024 }' /proc/meminfo; }
# owner_memory: what all monitors of the user take, as one of his namespaces says
owner_memory() { nsenter -t "$ATTACKER" -n netflowctl stats --json default | jq '.[0].statistics.owner_memory'; }

# What the host does. sit has operations for every namespace.
host_unshare() { unshare --net true; }
host_modprobe() { modprobe sit && modprobe -r sit; }
host_nft() { nft -f "$WORK/ruleset"; }

# took COMMAND…: in ms
took() {
	local begin
	begin=$(now_ms)
	"$@" >"$OUT" 2>&1 || say "        failed: $*"
	echo $(($(now_ms) - begin))
}

# figures PHASE: measure the host
declare -A longest least_available begin_ms end_ms
figures() {
	local phase=$1 sample name now
	for name in $COMMANDS; do
		longest[${phase}_$name]=0
	done
	least_available[$phase]=$(available)
	begin_ms[$phase]=$(now_ms)
	for ((sample = 0; sample < SAMPLES; sample++)); do
		for name in $COMMANDS; do
			now=$(took "host_$name")
			[ "$now" -le "${longest[${phase}_$name]}" ] || longest[${phase}_$name]=$now
			now=$(available)
			[ "$now" -ge "${least_available[$phase]}" ] || least_available[$phase]=$now
		done
		sleep "${PAUSE:-0}"
	done
	end_ms[$phase]=$(now_ms)
}

# latest PHASE: of the flows that the host sent in that time, after how many ms the last one's record came
latest() {
	awk -v from="${begin_ms[$1]}" -v to="${end_ms[$1]}" '$1 >= from && $1 <= to && $2 > most { most = $2 } END { print most + 0 }' \
		"$WORK/exports"
}

say_figures() {
	local name text=''
	for name in $COMMANDS; do
		text+="$name ${longest[$1_$name]} ms, "
	done
	say "        $1: ${text}flows after $(latest "$1") ms at most, MemAvailable $((${least_available[$1]} >> 20)) MiB at least"
}

# compare PHASE BEFORE: the host under attack with the host before
compare() {
	local name
	for name in $COMMANDS; do
		between "$1: $name takes hardly longer, in ms" 0 "${longest[$1_$name]}" \
			$((TIMES * ${longest[$2_$name]} + LONGER))
	done
}

# compare_exports PHASE BEFORE: when the records have come
compare_exports() { between "$1: flows are exported in time, in ms" 1 "$(latest "$1")" $(($(latest "$2") + LATER)); }

# counted NAME: by the attacker
counted() { tail -n 1 "$WORK/attacker" | jq ".$1"; }

# attacked: it ended, and had done what it is for
attacked() {
	local name
	stop "$ATTACKER"
	say "        the attacker: $(tail -n 1 "$WORK/attacker")"
	for name in "$@"; do
		between "the attacker has tried: $name" 1 "$(counted "$name")" 1000000000
	done
}

gone() { ! kill -0 "$ATTACKER" 2>/dev/null; }

poller_start() {
	taskset -c 1 chrt --fifo 50 setpriv --reuid $USER_A --regid $USER_A --clear-groups python3 -c 'while True: pass' &
	POLLER=$!
	started+=("$POLLER")
}

test_begin "the host exports"
need_module
# Devices of sit's own in each namespace would be its cost, not the attacker's.
sysctl -qw net.core.fb_tunnels_only_for_init_net=2
{
	printf 'add table inet host\ndelete table inet host\ntable inet host {\nchain c {\n'
	printf 'ip saddr 192.0.2.%d counter\n' {1..50}
	printf '}\n}\n'
} >"$WORK/ruleset"
"$TESTS/hostile/exports.py" "$PORT" "$WORK/exports" >"$WORK/exports.said" &
EXPORTS=$!
started+=("$EXPORTS")
wait_for 20 test -e "$WORK/exports"
netflowctl set inactive_timeout 1 destination "127.0.0.1:$PORT"
netflowctl enable --hook output --match 'udp dport 9' >"$OUT"
kill -USR1 "$EXPORTS"
check "flows of the initial namespace" wait_for 30 test -s "$WORK/exports"

test_begin "the end of as many namespaces in which nothing happened"
for command in $COMMANDS; do
	took "host_$command" >"$OUT.first"
done
attacker_start
stop "$ATTACKER" KILL
SAMPLES=2 figures idle

test_begin "an attacker without the module"
ATTACK=--without-module attacker_start
figures before
kill -USR1 "$ATTACKER"
sleep 3
PAUSE=1 figures control
if (($(nproc) > 1)); then
	poller_start
	SAMPLES=2 PAUSE=0.5 figures control_poller
	stop "$POLLER" KILL
fi
attacked packets rules ended
check "the attacker is gone" wait_for 60 gone
# So are the namespaces, when nothing waits for their ends any more.
for ((round = 0; round < 3; round++)); do
	host_modprobe
done

test_begin "the attack"
attacker_start
say "        $MADE namespaces"
kill -USR1 "$ATTACKER"
sleep 3
PAUSE=1 figures attack
used=$(owner_memory)
say "        $((used >> 20)) MiB used by the attacker's monitors"
# The monitors "default" count, but are never refused: see docs/security.md.
between "the attacker's monitors are below the ceiling" 1 "$used" $(($(sysctl -n net.netflow.limit_memory) + MADE * DEFAULT_SIZE))
compare attack control
between "the host lost no more memory than the ceiling and 5 %" $((-1 << 30)) \
	$((least_available[before] - least_available[attack])) $(($(sysctl -n net.netflow.limit_memory) * 21 / 20 + SLACK))

if (($(nproc) > 1)); then
	test_begin "beside a process of a real-time priority"
	refused "the attacker has none of his own" "not permitted|denied" setpriv --reuid $USER_A --regid $USER_A --clear-groups \
		chrt --fifo 50 true
	poller_start
	SAMPLES=2 PAUSE=0.5 figures poller
	stop "$POLLER" KILL
	compare poller control_poller
else
	skip "a process of a real-time priority" "this kernel has one processor"
fi

test_begin "the end of the namespaces"
attacked accepted refused packets flushes rules requests ended
SAMPLES=2 figures end
check "they are gone" wait_for 60 gone
compare end idle

test_begin "a memory cgroup of 64 MiB"
if has_memcg; then
	cgroup_make 64
	sysctl -qw net.netflow.limit_memory=$((1 << 30))
	NAMESPACES=5 attacker_start in_cgroup
	figures uncharged
	kill -USR1 "$ATTACKER"
	sleep 2
	SAMPLES=3 figures cgroup
	compare cgroup uncharged
	between "the host lost no more memory than the group may have and 5 %" $((-1 << 30)) \
		$((least_available[uncharged] - least_available[cgroup])) $((67 * (1 << 20) + SLACK))
	say "        charged: $(($(cat $CGROUP/attacker/memory.peak) >> 20)) MiB at most," \
		"$(sed -n 's/^oom_kill //p' $CGROUP/attacker/memory.events) processes killed"
	stop "$ATTACKER" KILL
	check "the group can go" wait_for 60 cgroup_remove
else
	skip "memory cgroup" "this kernel has none"
fi

test_begin "the host's own flows"
stop "$EXPORTS"
say "        $(cat "$WORK/exports.said")"
for phase in idle before control control_poller attack poller end uncharged cgroup; do
	[ -z "${begin_ms[$phase]:-}" ] || say_figures $phase
	case $phase in
	idle | before | control* | uncharged) ;;
	*) [ -z "${begin_ms[$phase]:-}" ] || compare_exports $phase before ;;
	esac
done
equal "each of them was received, and none is lost" "true 0" \
	"$(jq -r '"\(.sent == .received) \(.lost)"' "$WORK/exports.said")"
equal "metered = exported + lost + cached" "" "$(netflowctl stats --json default | jq -r "$CONSERVATION")"
netflowctl disable >"$OUT"

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What an unprivileged user with a user and network namespace can take of the host's memory: each control is tried at its
# limit. It is refused with a sentence, or the monitor evicts flows early; the sum stays below the host's ceiling, and all of
# it comes back. The initial user namespace has no ceiling.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

USER_A=4001 USER_B=4002
# For the debug kernel; the default is 64 MiB.
LIMIT=$((3 << 20))
# What else changes meanwhile: quarantined memory, page tables, other processes.
SLACK=$((8 << 20))
! in_debug_kernel || SLACK=$((48 << 20))

# user_start UID: a user and network namespace of this user; its process is in $USER_PID
user_start() {
	setpriv --reuid "$1" --regid "$1" --clear-groups unshare -Urn sleep infinity >/dev/null 2>&1 &
	USER_PID=$!
	started+=("$USER_PID")
	wait_for 20 inside "$USER_PID" "$1"
}
inside() { [ "$(as "$1" "$2" id -u 2>/dev/null)" = 0 ] && [ "$(readlink "/proc/$1/ns/net")" != "$(readlink /proc/self/ns/net)" ]; }
# as PID UID COMMAND…: in that namespace, with all capabilities there and none outside of it
as() { setpriv --reuid "$2" --regid "$2" --clear-groups nsenter --preserve-credentials -t "$1" -U -n "${@:3}"; }
# a COMMAND…: in the first namespace of user A
a() { as "$A" $USER_A "$@"; }

# use MEMBER [COMMAND…]: a statistic of the default monitor, of all monitors in the namespace of the command
use() { "${@:2}" netflowctl stats --json default | jq -r ".[0].statistics.$1"; }
all_use() { "${@:2}" netflowctl stats --json | jq -r "[.[].statistics.$1] | add"; }
available() { sync; awk '/^MemAvailable/ { print $2 * 1024 }' /proc/meminfo; }
kernel_log() { dmesg | tail -n 40; }

# below_limit DESCRIPTION: what user A is charged for
below_limit() { between "$1: below the ceiling" 1 "$(use owner_memory a)" "$(sysctl -n net.netflow.limit_memory)"; }

need_module
test_begin "the ceilings"
equal "64 MiB by default" $((64 << 20)) "$(sysctl -n net.netflow.limit_memory)"
equal "64 monitors" 64 "$(sysctl -n net.netflow.limit_monitors)"
refused "no number" "[Ii]nvalid" sysctl -w net.netflow.limit_memory=abc
refused "a negative number" "[Ii]nvalid" sysctl -w net.netflow.limit_memory=-1
ip netns add other
equal "only in the initial network namespace" "" \
	"$(ip netns exec other find /proc/sys/net/netflow -name 'limit_*' 2>/dev/null || true)"
user_start $USER_A
A=$USER_PID
equal "not in a user's" "" "$(a find /proc/sys/net/netflow -name 'limit_*' 2>/dev/null || true)"
equal "a user sees the ceiling" $((64 << 20)) "$(use limit_memory a)"
equal "there is none in the initial user namespace" null "$(use limit_memory ip netns exec other)"
equal "nor in the initial namespace" null "$(use limit_memory)"

test_begin "hashsize"
before=$(available)
refused "4194304, as maxflows is 2000000" "hashsize: .4194304. needs [0-9]* MiB.*limit_memory" \
	a netflowctl set hashsize 4194304
refused "by sysctl, too" "error" a sh -c 'echo 4194304 >/proc/sys/net/netflow/hashsize'
check "then it is as before" [ "$(a netflowctl get hashsize)" = 0 ]
check "the kernel's log says why" eval "kernel_log | matches 'hashsize: .4194304. needs'"
refused "67108864 without maxflows" "hashsize" a netflowctl set maxflows 0 hashsize 67108864
check "a hashsize that fits is taken" a netflowctl set hashsize 50000
used=$(use used_memory a)
between "the host has what it had" $((before - used - (8 << 20))) "$(available)" $((before + (64 << 20)))
check "maxflows bounds the tables" a netflowctl set maxflows 1000 hashsize 67108864
equal "the setting reads as it was written" 67108864 "$(a netflowctl get hashsize)"
a netflowctl set hooks prerouting
between "but little is used" 1 "$(use used_memory a)" $((4 << 20))
refused "later maxflows cannot grow with it" "hashsize" a netflowctl set maxflows 0
a netflowctl set hashsize 0 maxflows 0

test_begin "flows without a limit"
sysctl -qw net.netflow.limit_memory=$LIMIT
a ip link set lo up
a ip link add one type veth peer name two
a ip link set one up
a ip link set two up
a netflowctl set destination "" inactive_timeout 3600 active_timeout 3600 maxflows 0
# flood SEED
flood() { a flowgen --ipv4 --flows 60000 --seed "$1" --protocols udp --size 10 --destination-mac "$(a ip -json link show two | jq -r '.[0].address')" one >"$OUT"; }
before=$(available)
flood 1
used=$(use used_memory a)
below_limit "after 60000 flows"
say "        $used bytes used, the host has $((before - $(available))) less"
between "the ceiling was reached" 1 "$(use limit_reached a)" 100000000
between "flows were evicted early" 1 "$(use expired_resources a)" 60000
between "many are cached" 10000 "$(use cached_flows a)" 60000
between "the host lost no more than the ceiling and 5 %" $((-SLACK)) $((before - $(available))) $((LIMIT + LIMIT / 20 + SLACK))
rest=$(a netflowctl stats --json default | jq -r "$CONSERVATION")
equal "metered = exported + lost + cached" "" "$rest"
check "show says so" eval "a netflowctl show | matches 'allowed by the host, which was reached'"
check "the doctor, too" eval "{ a netflowctl doctor || true; } | matches 'reached the limit of .* that the host sets'"

# show_same_sum: what was evicted may be freed between the two
show_same_sum() { [ "$(use owner_memory a)" = "$(use owner_memory as "$A2" $USER_A)" ]; }

test_begin "another namespace of this user shares the ceiling, another user does not"
user_start $USER_A
A2=$USER_PID
user_start $USER_B
B=$USER_PID
check "both show the same sum" wait_for 20 show_same_sum
between "another user begins anew" 1 "$(use owner_memory as "$B" $USER_B)" $((64 << 10))
refused "no room for hashsize in the second" "hashsize" as "$A2" $USER_A netflowctl set hashsize 100000
check "there is in another user's" as "$B" $USER_B netflowctl set hashsize 10000 hooks prerouting
a unshare -Urn netflowctl stats --json >"$WORK/nested"
between "a namespace inside of it is the same user's" "$((used / 2))" \
	"$(jq '.[0].statistics.owner_memory' "$WORK/nested")" $((LIMIT + (16 << 10)))
check "a higher ceiling applies at once" sysctl -qw net.netflow.limit_memory=$((64 << 20))
check "to the second one" as "$A2" $USER_A netflowctl set hashsize 100000
sysctl -qw net.netflow.limit_memory=$LIMIT

test_begin "the end of a namespace"
stop "$A" KILL
stop "$A2" KILL
user_start $USER_A
A=$USER_PID
back() { [ "$(use owner_memory a)" = "$(use used_memory a)" ]; }
check "gives everything back" wait_for 30 back

test_begin "queues"
sysctl -qw net.netflow.limit_memory=$((LIMIT * 2))
a ip link set lo up
a ip link add one type veth peer name two
a ip link set one up
a ip link set two up
a netflowctl set queue_size 65536 max_packet_size 65507 inactive_timeout 1 export_rate 0 hooks prerouting destination \
	"$(printf '192.0.2.%d,' {1..16} | sed 's/,$//')"
before=$(available)
for seed in 2 3 4; do
	flood $seed
	sleep 2
done
below_limit "16 destinations without a route"
say "        $(use used_memory a) bytes used, the host has $((before - $(available))) less"
between "Messages are queued" 1 "$(a netflowctl show --json default | jq '[.monitors[0].destinations[].queued] | add')" 1000000
between "others are lost by cause" 1 "$(a netflowctl show --json default |
	jq '[.monitors[0].destinations[] | .lost_queue + .lost_memory] | add')" 100000000
between "the host lost no more than the ceiling and 5 %" $((-64 << 20)) $((before - $(available))) \
	$((LIMIT * 21 / 10 + SLACK))

test_begin "send buffers"
wmem=$(sysctl -n net.core.wmem_max)
refused "512 MiB" "sndbuf: .536870912. exceeds .*wmem_max" a netflowctl set sndbuf 536870912
refused "one octet too much" "wmem_max" a netflowctl set sndbuf $((wmem + 1))
check "the host's maximum is allowed" a netflowctl set sndbuf "$wmem"
check "the host's administrator may set more" ip netns exec other netflowctl set sndbuf 536870912

test_begin "monitors"
a netflowctl set destination "" hooks "" sndbuf 0
sysctl -qw net.netflow.limit_monitors=5 net.netflow.limit_memory=$((64 << 20))
for i in 1 2 3 4 5; do
	check "monitor $i" a netflowctl monitor add "m$i"
done
refused "a sixth" "user $USER_A has 5 of 5 monitors" a netflowctl monitor add m6
a netflowctl monitor delete m5
check "the place of one that goes is free" a netflowctl monitor add m6
for i in 1 2 3 4 5 6 7; do
	check "the initial user namespace: monitor $i" ip netns exec other netflowctl monitor add "m$i"
done
sysctl -qw net.netflow.limit_monitors=64

test_begin "the initial user namespace has no ceiling"
sysctl -qw net.netflow.limit_memory=1000000
check "a hashsize beyond it" ip netns exec other netflowctl set hashsize 60000
ip netns exec other netflowctl set hooks prerouting
between "is used" 4000000 "$(use used_memory ip netns exec other)" 100000000
sysctl -qw net.netflow.limit_memory=1000
refused "a user may not start a monitor" "user $USER_A .*limit_memory" a netflowctl set --monitor m1 hooks prerouting
equal "it keeps its settings" "" "$(a netflowctl get --monitor m1 hooks)"

# A memory cgroup of 64 MiB, where the ceiling would allow much more.
# shellcheck source-path=SCRIPTDIR source=../lib/cgroup.sh
. "$TESTS/lib/cgroup.sh"
charged() { cat $CGROUP/attacker/memory.current; }
oom_kills() { sed -n 's/^oom_kill //p' $CGROUP/attacker/memory.events; }
# user_start_in_cgroup UID: as user_start, charged to the control group
user_start_in_cgroup() {
	in_cgroup setpriv --reuid "$1" --regid "$1" --clear-groups unshare -Urn sleep infinity >/dev/null 2>&1 &
	USER_PID=$!
	started+=("$USER_PID")
	wait_for 20 inside "$USER_PID" "$1"
}
# observed COMMAND…: in that user's namespace; it needs memory that is not the group's
observed() { as "$C" $USER_A "$@"; }
# confined COMMAND…: in the control group, too
confined() {
	(in_cgroup setpriv --reuid $USER_A --regid $USER_A --clear-groups \
		nsenter --preserve-credentials -t "$C" -U -n "$@")
}

# on_each_processor PACKETS: as each has a table of its own
on_each_processor() {
	local cpu
	for ((cpu = 0; cpu < $(nproc); cpu++)); do
		observed taskset -c $cpu ping -qc "$1" -i 0.2 127.0.0.1 >"$OUT"
	done
}

memory_cgroup() {
	test_begin "a memory cgroup of 64 MiB"
	if ! has_memcg; then
		skip "memory cgroup" "this kernel has none"
		return
	fi
	sysctl -qw net.netflow.limit_memory=$((1 << 30))
	stop "$A" KILL
	cgroup_make 64
	user_start_in_cgroup $USER_A
	C=$USER_PID
	local before base
	before=$(available)
	confined netflowctl set destination "" inactive_timeout 3600 active_timeout 3600 hashsize 1500000
	refused "tables of 240 MB cannot be allocated" "out of memory" confined netflowctl set hooks prerouting
	between "the host lost no more than 64 MiB and 5 %" $((-64 << 20)) $((before - $(available))) $((67 * (1 << 20) + SLACK))
	confined netflowctl set hashsize 1000
	base=$(charged)
	confined netflowctl set hooks prerouting hashsize 150000
	confined ip link set lo up
	on_each_processor 2
	check "the worker that lets the tables grow" wait_for 20 grown 20000000
	between "is charged to the group" $((base + 20000000)) "$(charged)" $((64 << 20))
	confined netflowctl set hashsize 1500000
	on_each_processor 10
	between "but not beyond its maximum" 20000000 "$(use used_memory observed)" $((64 << 20))
	between "the host lost no more" $((-64 << 20)) $((before - $(available))) $((67 * (1 << 20) + SLACK))
	equal "no process was killed for it" 0 "$(oom_kills)"
	check "not even that of the attacker" kill -0 "$C"
	equal "packets are counted" 0 "$(use lost_memory_packets observed)"
	stop "$C" KILL
	packet_path
	stop "$C" KILL
	check "the memory is given back" wait_for 30 uncharged
	check "and the group can go" wait_for 30 cgroup_remove
}

# Buckets that are added to a table which cannot grow, by packets of a process that is not in the group
packet_path() {
	local used charged
	user_start_in_cgroup $USER_A
	C=$USER_PID
	confined netflowctl set destination "" inactive_timeout 3600 active_timeout 3600 maxflows 0 hooks prerouting
	confined ip link set lo up
	sysctl -qw net.netflow.limit_memory=$LIMIT
	used=$(use used_memory observed) charged=$(charged)
	observed flowgen --ipv4 --flows 60000 --seed 5 --protocols udp --size 10 \
		--destination-mac 00:00:00:00:00:00 lo >"$OUT"
	sleep 2 # the table that was replaced goes
	used=$(($(use used_memory observed) - used)) charged=$(($(charged) - charged))
	say "        $used bytes used, $charged charged"
	between "packets take memory" 1000000 "$used" $LIMIT
	between "and it is charged to the group" $((used - (128 << 10))) "$charged" $((used + (4 << 20)))
}
grown() { [ "$(use used_memory observed)" -gt "$1" ]; }
uncharged() { [ "$(charged)" -lt 4000000 ]; }

memory_cgroup

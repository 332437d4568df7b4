# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# A control group of memory for an attacker.
CGROUP=/sys/fs/cgroup

has_memcg() {
	[ -e $CGROUP/cgroup.controllers ] || mount -t cgroup2 none $CGROUP 2>/dev/null || return 1
	matches -w memory <$CGROUP/cgroup.controllers
}

# cgroup_make MIB: the group "attacker" with so much memory, without members
cgroup_make() {
	echo +memory >$CGROUP/cgroup.subtree_control
	mkdir $CGROUP/attacker
	echo $(($1 << 20)) >$CGROUP/attacker/memory.max
}

# cgroup_remove: fails while it has members
cgroup_remove() { rmdir $CGROUP/attacker; }

# in_cgroup COMMAND…: become it in the group
# shellcheck disable=SC2016 # for the inner shell
in_cgroup() { exec sh -c 'echo $$ >"$1/cgroup.procs"; shift; exec "$@"' sh $CGROUP/attacker "$@"; }

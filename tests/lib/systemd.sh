# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034 # WITHOUT_TOOLS is test.sh's
#
# What the tests of machines that systemd has booted have in common.
WITHOUT_TOOLS=1
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

RELEASE=$(uname -r)
COLLECTED=$WORK/collected

# Otherwise the services put back what the end of the test takes away.
at_end() { systemctl stop netflow.service netflow-watch.service ipt_netflow.service || true; }

is_booted() {
	equal "systemd has booted this machine" systemd "$(cat /proc/1/comm)"
	say "# $(systemd-analyze time 2>&1 | sed -n 1p)"
}

collector_listens() { ss -Hlnu "sport = :$1" | matches .; }
collector_has_read() { [ "$(ss -Hlnu "sport = :$1" | awk '{ n += $2 } END { print n + 0 }')" = 0 ]; }
all_is_sent() { [ "$(netflowctl show --json | jq '[.monitors[].destinations[].queued] | add')" = 0 ]; }

collected_ping() { nfdump -q -R "$COLLECTED" | tee /dev/stderr | matches 'ICMP.*127.0.0.1'; }

# exports_to PORT: packets that pass here come to a collector at the port as flows
exports_to() {
	local pid
	rm -rf "$COLLECTED"
	mkdir "$COLLECTED"
	nfcapd -w "$COLLECTED" -b 127.0.0.1 -p "$1" -t 3600 >"$WORK/nfcapd" 2>&1 &
	pid=$!
	wait_for 20 collector_listens "$1"
	ping -q -c 2 -i 0.2 127.0.0.1 >"$OUT"
	netflowctl flush --all
	wait_for 20 all_is_sent
	wait_for 20 collector_has_read "$1"
	stop $pid
	check "a collector at port $1 gets flows" collected_ping
}

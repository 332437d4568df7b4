# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# The frame of a test on a machine that systemd has booted and that has the packages installed (tests/matrix): the machine
# itself is the router of topology.sh, with a firewall of its own. A test file begins with this one.
# shellcheck disable=SC2034 # test.sh and topology.sh read them
WITHOUT_TOOLS=1 ROUTER_HERE=1
# shellcheck source-path=SCRIPTDIR source=test.sh
. "$(dirname "${BASH_SOURCE[0]}")/test.sh"

FIREWALL=/var/lib/firewall.first

# Otherwise the services would put back what the end of the test takes away.
at_end() { systemctl stop netflow netflow-watch ipt_netflow 2>/dev/null || true; }

machine_is_up() {
	test_begin "the machine"
	equal "systemd has booted it" systemd "$(cat /proc/1/comm)"
	firewall_is_up
}

# firewall_is_up: with the rules that it had at the machine's first boot, before anything was enabled
firewall_is_up() {
	check "the firewall is up" systemctl is-active --quiet nftables
	nft -s list table inet firewall >"$WORK/firewall" 2>&1 || true
	if [ ! -e $FIREWALL ] && [ "$(grep -c 'counter drop' "$WORK/firewall")" = 2 ]; then
		cp "$WORK/firewall" $FIREWALL
	fi
	check "its rules are the operator's" diff $FIREWALL "$WORK/firewall"
}

# is_metering: the service runs, with the modules of this version and the settings that were saved
is_metering() {
	check "the service is enabled" systemctl is-enabled --quiet netflow
	check "the service has started" wait_for 120 systemctl is-active --quiet netflow
	check "something feeds the monitor" netflowctl status
	equal "the module's version" "$NETFLOW_EXPECTED" "$(cat /sys/module/nf_netflow/version)"
	equal "the module is DKMS's" "/lib/modules/$(uname -r)/updates/dkms" \
		"$(dirname "$(modinfo -n nf_netflow | sed 's|^/usr||')")"
	equal "the settings are those that were saved" "$COLLECTOR4:$PORT 10 3600 3601" \
		"$(netflowctl get --json | jq -r '"\(.destination) \(.protocol) \(.active_timeout) \(.inactive_timeout)"')"
}

# meters_exactly WORDS [OPTION…]: traffic through this machine; nfcapd has it, and nothing else
meters_exactly() {
	test_begin "traffic: $1"
	shift
	topology_up
	nfcapd_start
	sleep 1.5 # what was sent before is lost: the next Message has the templates again
	flowgen_src --flows 200 --packets 2000 "$@"
	equal "all packets are metered" "$(sent)" "$(metered default)"
	netflowctl flush
	arrives
	as_forwarded
	check "nfdump has exactly these flows" judge-nfdump "${JUDGE[@]}" "$NFCAPD"
	check_conserved "$(uname -r)"
	topology_down
}

# traffic_begin: the same flows over and over, until traffic_end
traffic_begin() {
	rm -rf "$WORK/traffic"
	mkdir "$WORK/traffic"
	(
		number=0
		# shellcheck disable=SC2030 # each run has a file of its own
		while [ ! -e "$WORK/traffic/end" ]; do
			EXPECT=$WORK/traffic/$((number += 1)).csv
			flowgen_src --flows 50 --packets 200 --pps 40 >"$WORK/traffic/said" 2>&1
		done
	) &
	TRAFFIC_PID=$!
	wait_for 60 test -e "$WORK/traffic/2.csv"
}

# traffic_end: what was sent is in $EXPECT, each flow once with all its packets and bytes
traffic_end() {
	: >"$WORK/traffic/end"
	wait "$TRAFFIC_PID"
	# shellcheck disable=SC2031 # the first one, of all
	awk -F, -v OFS=, 'FNR == 1 { if (NR == 1) print; next }
		{ packets = $8; bytes = $9; $8 = $9 = "?"; p[$0] += packets; b[$0] += bytes }
		END { for (flow in p) { $0 = flow; $8 = p[flow]; $9 = b[flow]; print } }' "$WORK/traffic"/*.csv >"$EXPECT"
	as_forwarded
}

# arrives: all that was exported is with the collector, which ends
arrives() {
	wait_for 60 nothing_queued || fail "Messages wait for the collector" "$(netflowctl show)"
	wait_for 20 has_read "$PORT"
	nfcapd_stop
}

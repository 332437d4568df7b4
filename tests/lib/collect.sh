# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Collectors in the namespace col, and what they got: nfcapd with tcpdump beside it, and nfacctd.
PORT=2055
PCAP=$WORK/export.pcap
NFCAPD=$WORK/nfcapd
NFCAPD_PID='' NFCAPD_SAID='' TCPDUMP_PID='' NFACCTD_PID=''

# A collector that falls behind for a moment, in a slow guest, must not lose anything.
[ "${NETFLOW_LAB:-}" = "" ] || sysctl -qw net.core.rmem_max=33554432

listens() { col ss -Hlnu "sport = :$1" | matches .; }
# Has the collector read everything that arrived?
has_read() { [ "$(col ss -Hlnu "sport = :$1" | awk '{ n += $2 } END { print n + 0 }')" = 0 ]; }

# collector_start: nfcapd and tcpdump, empty
collector_start() {
	capture_start
	nfcapd_start
}

# For the next nfcapd: -6 for an IPv6 address
NFCAPD_OPTIONS=()

# nfcapd_directory: the option; -w is another one with nfcapd 1.6
nfcapd_directory() {
	case $(nfcapd -V) in
	*' 1.6.'*) echo -l ;;
	*) echo -w ;;
	esac
}

nfcapd_start() {
	rm -rf "$NFCAPD"
	mkdir "$NFCAPD"
	NFCAPD_DIRECTORY=${NFCAPD_DIRECTORY:-$(nfcapd_directory)}
	background col nfcapd "$NFCAPD_DIRECTORY" "$NFCAPD" -p "$PORT" -t 3600 -B 16000000 "${NFCAPD_OPTIONS[@]}"
	NFCAPD_PID=$BACKGROUND NFCAPD_SAID=$BACKGROUND_OUTPUT
	NFCAPD_OPTIONS=()
	wait_for 20 listens "$PORT"
}

# nfcapd 1.7 now and then closes its file before its writer has written, and says so: then another one gets the captured
# Messages.
nfcapd_stop() {
	local tries=3
	stop "$NFCAPD_PID"
	while grep 'write() error' "$NFCAPD_SAID" && [ -s "$PCAP" ] && ((tries--)); do
		nfcapd_start
		col send-capture --port "$PORT" "$PCAP"
		wait_for 20 has_read "$PORT"
		stop "$NFCAPD_PID"
	done
	NFCAPD_PID=''
}

capture_start() {
	rm -f "$PCAP"
	background col tcpdump -i rtr -Q in -w "$PCAP" -U -s 0 -B 16384
	TCPDUMP_PID=$BACKGROUND
	wait_for 20 test -s "$PCAP"
}

# Has tcpdump, which may be seconds behind, written all that arrived? A last packet says so.
capture_complete() {
	rtr bash -c "echo end >/dev/udp/$COLLECTOR4/9"
	sleep 0.2
	tcpdump -n -q -r "$PCAP" 'udp dst port 9' 2>"$WORK/tcpdump" | matches .
}

capture_stop() {
	wait_for 60 capture_complete
	stop "$TCPDUMP_PID" INT
	TCPDUMP_PID=''
}

# Nothing waits to be sent any more.
nothing_queued() { [ "$(destination queued)" = 0 ]; }

# collector_stop: when everything has arrived
collector_stop() {
	wait_for 20 nothing_queued
	wait_for 20 has_read "$PORT"
	capture_stop
	nfcapd_stop
}

NFACCTD=$WORK/nfacctd.json
nfacctd_start() {
	rm -f "$NFACCTD"
	judge-nfacctd --config "$PORT" "$NFACCTD" >"$WORK/nfacctd.conf"
	background col nfacctd -f "$WORK/nfacctd.conf"
	NFACCTD_PID=$BACKGROUND
	wait_for 20 listens "$PORT"
}

nfacctd_stop() {
	wait_for 20 nothing_queued
	wait_for 20 has_read "$PORT"
	sleep 1 # the plugin behind the collector is another process
	stop "$NFACCTD_PID" INT
	# The plugin writes its cache after the collector itself has ended.
	wait_for 20 test -s "$NFACCTD"
	wait_for 20 no_process "print plugin"
}

no_process() { ! pgrep -f "$1" >/dev/null; }

# What the router did to the packets, for the judges: --ttl-delta and so on, as metered in `forward`
as_forwarded() {
	JUDGE=(--expect "$EXPECT" --ttl-delta -1 --ingress-interface "$(ifindex rtr src)"
		--egress-interface "$(ifindex rtr dst)" --next-hop4 10.0.2.2 --next-hop6 fd00:b::2)
}

# check_collected DESCRIPTION PROTOCOL [OPTION…]: nfdump and the capture against $JUDGE
check_collected() {
	local description=$1 protocol=$2
	shift 2
	[ "$protocol" != 5 ] || set -- --ipv4-only "$@"
	check "$description: nfdump has exactly these flows" \
		judge-nfdump "${JUDGE[@]}" "$@" "$NFCAPD"
	check "$description: so have the messages, and tshark finds them right" \
		judge-capture --port "$PORT" --protocol "$protocol" "${JUDGE[@]}" "$@" "$PCAP"
}

# messages FILTER: look with jq at what the captured Messages say (see judge-capture --json)
messages() {
	if [ ! "$WORK/messages.json" -nt "$PCAP" ]; then
		judge-capture --no-tshark --port "$PORT" --json "$WORK/messages.json" "$PCAP" >"$OUT" 2>&1 ||
			fail "the messages can be read" "$(tail_of "$OUT")"
	fi
	jq -r "$1" "$WORK/messages.json"
}

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# netflowctl doctor: each thing that keeps flows from arriving is broken in turn; the doctor must find it, and the command
# that it tells must mend it. Where nothing is broken it must find nothing.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

diagnosis() { rtr netflowctl doctor --json || true; }
# finds DESCRIPTION STATE CHECK PATTERN
finds() {
	local found
	found=$(diagnosis | jq -r --arg s "$2" --arg c "$3" '.[] | select(.state == $s and .check == $c) | .what' |
		grep -cE -- "$4" || true)
	if [ "$found" -gt 0 ]; then
		ok "$1"
	else
		fail "$1" "$(diagnosis | jq -c '.[]')"
	fi
}
# mends DESCRIPTION CHECK: run the command that the first finding of that check tells, as a person would
mends() {
	local command
	command=$(diagnosis | jq -r --arg c "$2" '[.[] | select(.check == $c and .state != "ok" and .command)][0].command')
	check "$1: '$command'" rtr sh -c "$command"
}
errors() { diagnosis | jq '[.[] | select(.state == "error")] | length'; }
status_is() {
	local status=0
	rtr netflowctl doctor >"$OUT" 2>&1 || status=$?
	equal "$1" "$2" "$status"
}
some() { flowgen_src --seed 3 --flows 3 --packets 9 >"$OUT"; rtr netflowctl flush; }
# Nothing is wrong: templates have arrived, packets too.
healthy() { some; [ "$(errors)" = 0 ]; }

topology_up

test_begin "without the module"
finds "it is not loaded" error module "not loaded"
status_is "status" 4
equal "the command" "netflowctl enable" "$(diagnosis | jq -r '.[] | select(.check == "module").command')"
equal "each error has a command or a hint" 0 \
	"$(diagnosis | jq '[.[] | select(.state == "error" and .command == null and .hint == null)] | length')"

test_begin "without rules"
need_module
finds "nothing is metered" error feeding "nothing is metered"
mends "mended by" feeding
check "that is no longer found" eval '! diagnosis | matches "nothing is metered"'

test_begin "healthy"
collector_start
exporting 10
rtr netflowctl enable --hook forward
check "nothing is found" wait_for 30 healthy
status_is "status" 0
check "said in words, too" eval 'rtr netflowctl doctor | matches "nothing was found that keeps flows from arriving"'
finds "packets are met" ok rule "packets matched by .*: [0-9]+$"
finds "messages were sent" ok destination "messages sent to $COLLECTOR4:$PORT: [1-9]"
finds "the clock" warning clock "NTP"

test_begin "the collector"
nfcapd_stop
refused_now() { some; diagnosis | matches "nothing listens"; }
check "a closed port is found" wait_for 30 refused_now
nfcapd_start
rtr ip link set col down
finds "no route" error route "no route to $COLLECTOR4|interface col is down"
rtr ip link set col up
neighbours col
rtr ip route add blackhole 192.0.2.0/24
rtr netflowctl set destination 192.0.2.1:2055
finds "a route that forbids" error route "rejects packets|no route"
rtr netflowctl set destination "$COLLECTOR4:$PORT%nowhere"
finds "a device that isn't there" error route "no interface 'nowhere'"
rtr ip link add dummy0 type dummy
rtr ip address add 192.168.9.1/24 dev dummy0
rtr netflowctl set destination "$COLLECTOR4:$PORT@192.168.9.9"
wrong_source() { some; diagnosis | matches "does not have the source address"; }
check "a source address that isn't there" wait_for 20 wrong_source
rtr netflowctl set destination ''
finds "none at all" error destination "no destination"
rtr netflowctl set destination "$COLLECTOR4:$PORT"
check "all is well again" wait_for 60 healthy

test_begin "a firewall"
rtr nft -f - <<-'RULES'
	table inet filter {
		chain output {
			type filter hook output priority 0; policy accept;
			udp dport 2055 drop
		}
	}
RULES
firewalled() { some; diagnosis | matches "firewall on this machine drops"; }
check "that drops messages is found" wait_for 30 firewalled
finds "and which it may be" notice firewall "inet filter output"
check "mended by the command told" rtr sh -c "$(diagnosis |
	jq -r '[.[] | select(.check == "firewall" and .state == "notice")][0].command')"
check "all is well again" wait_for 60 healthy
rtr nft delete table inet filter

test_begin "rules that meet nothing"
rtr nft -f - <<-'RULES'
	table inet filter {
		chain forward {
			type filter hook forward priority 0; policy drop;
		}
	}
RULES
rtr netflowctl enable --hook forward
flowgen_src --seed 3 --flows 3 --packets 9 >"$OUT"
finds "the rule" warning rule "has matched no packet"
finds "the verdict before it" warning verdict "inet filter forward drops packets"
rtr nft delete table inet filter
rtr sh -c 'echo 0 >/proc/sys/net/ipv4/ip_forward; echo 0 >/proc/sys/net/ipv6/conf/all/forwarding'
finds "forwarding is off" warning forwarding "does not forward"
mends "mended by" forwarding
check "that is no longer found" eval '! diagnosis | matches "does not forward"'
rtr sh -c 'echo 1 >/proc/sys/net/ipv6/conf/all/forwarding'
rtr netflowctl enable --hook ingress --device dummy0
finds "an interface that is down" error rule "dummy0 is down"
rtr ip link set dummy0 up
check "that is no longer found" eval '! diagnosis | matches "dummy0 is down"'

test_begin "chains in which rules meter less than they seem to"
rtr nft add table ip mine
rtr nft add chain ip mine first '{ type nat hook prerouting priority -100; }'
rtr nftrule add ip mine first counter netflow
finds "a nat chain" warning nat "rule in ip mine first .* only the first packet"
rtr nft delete table ip mine
rtr iptables-nft -A FORWARD -j ACCEPT
rtr nftrule add ip filter FORWARD counter netflow
finds "a native rule in a table of iptables" warning iptables "rule in ip filter FORWARD"
check "says what to do" eval "diagnosis | jq -e '.[] | select(.check == \"iptables\").hint' | matches 'iptables with -j NETFLOW'"
rtr nft delete table ip filter
rtr iptables-nft -A FORWARD -j NETFLOW
check "that of iptables itself is none" eval '! diagnosis | jq -e ".[] | select(.check == \"iptables\")"'
rtr nft delete table ip filter
rtr ip link add gone0 type dummy
rtr nft add table netdev mine
rtr nft add chain netdev mine c '{ type filter hook ingress device "gone0" priority 0; }'
rtr nftrule add netdev mine c netflow
check "an interface that is there is none" eval '! diagnosis | jq -e ".[] | select(.check == \"device\")"'
rtr ip link delete gone0
finds "an interface that is gone" warning device "chain netdev mine c is at the interface 'gone0'"
rtr nft delete table netdev mine

# The kernel takes any name.
cat >"$WORK/named.py" <<-'PYTHON'
	import socket, struct, sys
	def attr(kind, data): return struct.pack("=HH", len(data) + 4, kind) + data + b"\0" * (-len(data) % 4)
	def text(kind, value): return attr(kind, value.encode() + b"\0")
	def message(kind, family, body, sequence, flags=0x401, resource=0):
	    payload = struct.pack("!BBH", family, 0, resource) + body
	    return struct.pack("=IHHII", len(payload) + 16, kind, flags, sequence, 0) + payload
	table, chain = sys.argv[1:]
	hook = attr(0x8000 | 4, attr(1, struct.pack("!I", 2)) + attr(2, struct.pack("!i", -5)))
	bus = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 12)
	bus.send(message(16, 0, b"", 1, 1, 10) + message(0xa00, 1, text(1, table), 2) +
	         message(0xa03, 1, text(1, table) + text(3, chain) + hook + attr(5, struct.pack("!I", 0)) + text(7, "filter"), 3) +
	         message(17, 0, b"", 4, 1, 10))
PYTHON
NAMED="a;touch $WORK/run;\$(touch $WORK/run)"
rtr python3 "$WORK/named.py" "$NAMED" $'c\e[2J'
check "there is a chain of that name" rtr nftrule add inet "$NAMED" $'c\e[2J' counter netflow
rtr netflowctl enable --hook forward
flowgen_src --seed 3 --flows 3 --packets 9 >"$OUT"
finds "its drops" warning verdict "a;touch .* drops packets"
equal "no command would run what is in the name" 0 \
	"$(diagnosis | jq '[.[] | select((.command // "") | contains("touch"))] | length')"
equal "no control character comes to the terminal" 0 "$(rtr netflowctl doctor | grep -c $'\e' || true)"
rtr nft flush ruleset
test_begin "flow tables"
# no_flowtable DESCRIPTION: the doctor says nothing of a flow table
no_flowtable() { equal "$1" 0 "$(diagnosis | jq '[.[] | select(.check == "flowtable")] | length')"; }
# offload [RULE]: a flow table of the router's interfaces, and what adds flows to it
offload() {
	rtr nft -f - <<-RULES
		table inet quick
		delete table inet quick
		table inet quick {
			flowtable fast {
				hook ingress priority 0; devices = { "src", "dst" };
			}
			chain forward {
				type filter hook forward priority 0;
				${1:-}
			}
		}
	RULES
}
add_flows="meta l4proto { tcp, udp } flow add @fast"
bypass="offloaded by the flow table 'fast' bypass"
offload "$add_flows"
no_flowtable "nothing feeds a monitor"
rtr nft add table inet mine
rtr nft add chain inet mine forward '{ type filter hook forward priority 0; }'
rtr nftrule add inet mine forward counter netflow
finds "beside a rule" warning flowtable "$bypass"
check "what feeds it now has to go" eval "diagnosis | jq -e '.[] | select(.check == \"flowtable\").hint' | matches 'metered twice'"
offload
no_flowtable "no rule adds flows to it"
offload "$add_flows"
finds "one does again" warning flowtable "$bypass"
rtr nft delete table inet mine
no_flowtable "nothing feeds a monitor any more"
rtr netflowctl set hooks forward
finds "beside hooks" warning flowtable "$bypass"
rtr netflowctl set hooks ''
for backend in nft legacy; do
	rtr iptables-$backend -A FORWARD -j NETFLOW
	finds "beside iptables-$backend" warning flowtable "$bypass"
	rtr iptables-$backend -D FORWARD -j NETFLOW
done
rtr nft add table netdev mine
rtr nft add chain netdev mine early '{ type filter hook ingress device "src" priority -1; }'
rtr nftrule add netdev mine early counter netflow
finds "beside a rule at the ingress of one interface" warning flowtable "$bypass"
rtr nft add chain netdev mine late '{ type filter hook ingress device "dst" priority -1; }'
rtr nftrule add netdev mine late counter netflow
no_flowtable "rules at the ingress of both meet its packets"
rtr nft delete table netdev mine
rtr netflowctl enable --hook forward
finds "beside a rule of netflowctl" warning flowtable "$bypass"
mends "mended by" flowtable
no_flowtable "that is no longer found"
rtr netflowctl enable --hook forward
finds "until it is undone" warning flowtable "$bypass"
rtr nft delete table inet quick
no_flowtable "the flow table is gone"
rtr netflowctl disable
rtr nft flush ruleset

test_begin "losses, a monitor on its own"
rtr netflowctl enable --hook forward --destination ''
some
finds "lost for lack of a destination" warning losses "lost [0-9]+ packets"
rtr netflowctl monitor add lonely
finds "a monitor that nothing feeds" warning feeding "monitor lonely"
collector_stop
rtr netflowctl disable --all

test_begin "conntrack, Secure Boot, clock"
EVENTS=/proc/sys/net/netfilter/nf_conntrack_events
if rtr test -e $EVENTS; then
	rtr sh -c "echo 0 >$EVENTS"
	finds "conntrack events are disabled" notice conntrack "events are disabled"
	mends "mended by" conntrack
	check "that is no longer found" eval '! diagnosis | matches "events are disabled"'
else
	skip "conntrack events are disabled" "this kernel has no nf_conntrack_events"
fi
# with_sysfs FILE…: what the doctor says where these files alone are below /sys, and so no module is loaded
SYSFS=$WORK/sysfs
EFI=$SYSFS/firmware/efi/efivars
mkdir -p "$SYSFS/kernel/security" "$SYSFS/module" "$EFI"
# shellcheck disable=SC2016 # for that shell
with_sysfs() { unshare --mount sh -c 'mount --bind "$0" /sys && netflowctl doctor --json || true' "$SYSFS"; }
said() { with_sysfs | jq -r '.[] | select(.check == "secure-boot") | "\(.state) \(.what)"'; }
equal "Secure Boot is off" "ok Secure Boot is off, this kernel loads modules without a signature" "$(said)"
echo 'none [integrity] confidentiality' >"$SYSFS/kernel/security/lockdown"
printf '\6\0\0\0\1' >"$EFI/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"
MODULES_HERE=/lib/modules/$(uname -r)
# as_module signed|plain FILE: the doctor sees the module in that form; other kernels may sign theirs
with_module() {
	local file
	rm -rf "$WORK/tree"
	cp -r "$MODULES_HERE" "$WORK/tree"
	file=$WORK/tree${NETFLOW_KO#"$MODULES_HERE"}
	python3 - "$1" "$file" <<-'PYTHON'
		import lzma, struct, sys
		form, path = sys.argv[1:]
		data = open(path, "rb").read()
		magic = b"~Module signature appended~\n"
		if data.endswith(magic):
		    data = data[:-len(magic) - 12 - struct.unpack("!I", data[-len(magic) - 4:-len(magic)])[0]]
		if form == "signed":
		    # signer, key id, signature; algorithm RSA, hash SHA-256, an X.509 key
		    data += b"Tester" + b"id" + b"signed" + struct.pack("!BBBBB3xI", 1, 4, 1, 6, 2, 6) + magic
		open(path + ".xz", "wb").write(lzma.compress(data, check=lzma.CHECK_CRC32))
	PYTHON
	rm "$file"
	mkdir -p "$WORK/depmod/lib/modules"
	ln -sfn "$WORK/tree" "$WORK/depmod/lib/modules/$(uname -r)"
	depmod -b "$WORK/depmod" "$(uname -r)" >"$OUT" 2>&1
	# shellcheck disable=SC2016 # for that shell
	unshare --mount sh -c 'mount --bind "$0" /sys && mount --bind "$1" "$2" && netflowctl doctor --json || true' \
		"$SYSFS" "$WORK/tree" "$MODULES_HERE" | jq -r '.[] | select(.check == "secure-boot") | "\(.state) \(.what)"'
}
NETFLOW_KO=$(modinfo -n nf_netflow)
if [[ $NETFLOW_KO == "$MODULES_HERE"/*.ko ]]; then
	check "a signed, compressed module" grep -qE '^notice .*nf_netflow.ko.xz is signed by Tester, but its key may not be enrolled' \
		<<<"$(with_module signed)"
	check "a compressed one that is not signed" grep -qE '^error .*nf_netflow.ko.xz is not signed' <<<"$(with_module plain)"
else
	skip "signed and compressed modules" "the module is in $NETFLOW_KO"
fi
mkdir -p "$WORK/dkms"
touch "$WORK/dkms/mok.pub"
# shellcheck disable=SC2016 # for that shell
with_key() {
	unshare --mount sh -c 'mkdir -p /var/lib/dkms && mount --bind "$1" /var/lib/dkms && mount --bind "$0" /sys &&
		netflowctl doctor --json || true' "$SYSFS" "$WORK/dkms" | jq -r '.[] | select(.check == "secure-boot").command'
}
check "with a key, the command enrols or tests it" grep -qE '^mokutil --(import|test-key) /var/lib/dkms/mok.pub$' <<<"$(with_key)"
echo '[none] integrity confidentiality' >"$SYSFS/kernel/security/lockdown"
equal "Secure Boot without lockdown" "ok Secure Boot is on, this kernel loads modules without a signature" "$(said)"
printf '\6\0\0\0\1' >"$EFI/MokSBStateRT-605dab50-e046-4300-abb6-3dd810dd8b23"
check "shim that does not check" grep -q '^notice .*shim does not check' <<<"$(said)"
now=$(date +%s)
date -s @1000000000 >"$OUT"
wrong=$(diagnosis)
date -s "@$now" >"$OUT"
check "a clock that was never set" jq -e '.[] | select(.check == "clock" and .state == "error") | .what |
	test("2001-09-09")' <<<"$wrong"

test_begin "without privileges"
unprivileged() { rtr setpriv --reuid 65534 --clear-groups --bounding-set=-all --inh-caps=-all "$@"; }
unprivileged "$(command -v netflowctl)" doctor --json >"$WORK/unprivileged" 2>"$OUT" || true
check "it tells what it can" jq -e 'length > 2' "$WORK/unprivileged"
topology_down

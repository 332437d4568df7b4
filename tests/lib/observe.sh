# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154 # who sources it has test.sh
#
# Observation points: a monitor at each hook of rtr, all at once, and what each of them must see of some packets.
#
# The devices under test are those between src and rtr; the link between rtr and dst is plain. Device number N has the network
# 10.20.N.0/24, of which rtr has .1 and src has .2. src sends to 10.2.N.1, behind dst, through it, and to 10.20.N.1;
# dst sends to 10.20.N.2, port 4000; rtr to the same, port 4001. Each time these are PACKETS of OCTETS.
PACKETS=3
OCTETS=128

# A packet that passes several devices passes netdev ingress and egress at each. The ingress interface tells flows apart; the
# egress interface does not, so each storey of devices has a monitor of its own.
MONITORS="ingress prerouting input forward output postrouting egress egress-middle egress-lower bridge-prerouting bridge-input
	bridge-forward bridge-output bridge-postrouting"

declare -A wanted=()	# "MONITOR KEY": the flows, as PACKETS OCTETS IN>OUT
# shellcheck disable=SC2034 # by_cell fills it
declare -A told=()	# the same, as they are
declare -A named=()	# KEY: what packets these are
keys=()			# in the order in which they are checked
declare -A to_send=()	# NAMESPACE: lines of ADDRESS PORT

# at_devices DEVICE…: as nft's list; some are called as its words are
at_devices() {
	local list
	printf -v list '"%s", ' "$@"
	printf 'devices = { %s }' "${list%, }"
}

# base_chain NAME HOOK [STATEMENT]
base_chain() { printf 'chain %s { type filter hook %s; netflow monitor %s; %s; }\n' "$1" "$2" "$1" "${3:-counter}"; }

# ruleset INGRESS EGRESS EGRESS-MIDDLE EGRESS-LOWER: a rule at each hook; of netdev at these devices
# shellcheck disable=SC2086 # lists of words
ruleset() {
	local hook
	echo 'table netdev observe {'
	base_chain ingress "ingress $(at_devices $1) priority 0"
	base_chain egress "egress $(at_devices $2) priority 0"
	[ -z "$3" ] || base_chain egress-middle "egress $(at_devices $3) priority 0"
	base_chain egress-lower "egress $(at_devices $4) priority 0"
	echo '}; table inet observe {'
	for hook in prerouting forward output postrouting; do
		base_chain $hook "$hook priority 0"
	done
	base_chain input 'input priority 0' 'udp dport 4000-4001 drop'
	echo '}; table bridge observe {'
	for hook in prerouting input forward output postrouting; do
		base_chain bridge-$hook "$hook priority 0"
	done
	echo '}'
}

# observe DEVICES…: as in ruleset; flows stay in the caches. The hosts answer nothing.
observe() {
	local monitor host
	for monitor in $MONITORS; do
		printf '[monitor %s]\nactive_timeout = 3600\ninactive_timeout = 3600\n' "$monitor"
	done | rtr netflowctl setconf -
	ruleset "$@" | rtr netflowctl nft -f -
	for host in src dst; do
		$host nft 'add table inet f; add chain inet f c { type filter hook input priority 0; }; add rule inet f c udp dport 4000-4001 drop'
	done
}

# near NUMBER DEVICE, far NUMBER DEVICE: commands of ip(8) for rtr, and for src
near() { printf 'address add 10.20.%d.1/24 dev %s\nlink set %s up\n' "$1" "$2" "$2"; }
far() { printf 'address add 10.20.%d.2/24 dev %s\nlink set %s up\nroute add 10.2.%d.1 via 10.20.%d.1\n' "$1" "$2" "$2" "$1" "$1"; }

# expected KEY DESCRIPTION PACKETS OCTETS [MONITOR=IN>OUT[*FACTOR]…]…: the packets of KEY are seen there, with these interfaces,
# FACTOR times each, and nowhere else. KEY is ADDRESS:PORT or, of other protocols than UDP, ADDRESS/PROTOCOL. The octets are
# those of one packet.
expected() {
	local key=$1 cell flow factor packets
	keys+=("$key")
	named[$key]=$2
	for cell in "${@:5}"; do
		for flow in ${cell#*=}; do
			factor=1
			[[ $flow != *\** ]] || factor=${flow#*\*}
			packets=$((factor * $3))
			printf '%s %d %d %s\n' "${cell%%=*} $key" $packets $((packets * $4)) "${flow%\**}"
		done
	done >>"$WORK/wanted"
}

# send NAMESPACE ADDRESS PORT: PACKETS of OCTETS to there, when the flows are observed
send() { to_send[$1]+="$2 $3"$'\n'; }

# each PREFIX SUFFIX DEVICE…: of a packet that passes them
each() {
	local device prefix=$1 suffix=$2
	for device in "${@:3}"; do
		printf '%s%s%s ' "$prefix" "$device" "$suffix"
	done
}

# leaving IN MONITOR=DEVICE…: as cells of netdev egress
leaving() {
	local cell in=$1
	for cell in "${@:2}"; do
		printf '%s=%s>%s\n' "${cell%%=*}" "$in" "${cell#*=}"
	done
}

# The cells that paths adds for a device, by path: e.g. more[in]="bridge-input=port>"
declare -A more=()

# paths NUMBER DESCRIPTION DEVICE INGRESS [MONITOR=DEVICE…]: the four paths of traffic through DEVICE; the packets pass netdev
# ingress of these devices, and netdev egress of the last
# shellcheck disable=SC2086,SC2046 # lists of words
paths() {
	local n=$1 name=$2 device=$3 ingress
	ingress=$(each '' '>' $4)
	expected "10.2.$n.1:4000" "$name, received and forwarded" $PACKETS $OCTETS "ingress=$ingress" "prerouting=$device>" \
		"forward=$device>dst" "postrouting=$device>dst" "egress-lower=$device>dst" ${more[in]:-}
	expected "10.20.$n.2:4000" "$name, forwarded and sent" $PACKETS $OCTETS "ingress=dst>" "prerouting=dst>" \
		"forward=dst>$device" "postrouting=dst>$device" $(leaving dst "${@:5}") ${more[out]:-}
	expected "10.20.$n.1:4000" "$name, to this machine" $PACKETS $OCTETS "ingress=$ingress" "prerouting=$device>" \
		"input=$device>" ${more[input]:-}
	expected "10.20.$n.2:4001" "$name, from this machine" $PACKETS $OCTETS "output=>$device" "postrouting=>$device" \
		$(leaving '' "${@:5}") ${more[output]:-}
	send dst "10.20.$n.2" 4000
	send rtr "10.20.$n.2" 4001
	more=()
}

# routed NUMBER DESCRIPTION DEVICE INGRESS [MONITOR=DEVICE…]: the same, and src sends
routed() {
	paths "$@"
	send src "10.2.$1.1" 4000
	send src "10.20.$1.1" 4000
}

# send_all: what is to be sent, a process for each namespace
# shellcheck disable=SC2016 # for the other shell
send_all() {
	local host
	for host in "${!to_send[@]}"; do
		$host bash -c 'while read -r address port; do
			exec 3>"/dev/udp/$address/$port"
			for ((i = 0; i < $1; i++)); do printf "%0*d" $2 0 >&3; done
		done' bash $PACKETS $((OCTETS - 28)) <<<"${to_send[$host]%$'\n'}"
	done
	to_send=()
}

# Has no packet passed a hook since the last look?
quiet() {
	local now
	now=$(rtr nft list ruleset 2>&1)
	[ "$now" = "${last_look:-}" ] || { last_look=$now && return 1; }
}

# read_flows: lines of "MONITOR KEY PACKETS OCTETS IN>OUT", with the interfaces' names
# shellcheck disable=SC2016 # jq's own variables
read_flows() {
	local monitor
	{
		rtr ip -json link
		for monitor in $MONITORS; do
			echo "\"$monitor\""
			rtr netflowctl flows --json --monitor "$monitor"
		done
	} | jq -rs '(.[0] | map({"\(.ifindex)": .ifname}) | add + {"0": ""}) as $names | range(1; length; 2) as $i | .[$i] as $monitor |
		.[$i + 1][] | "\($monitor) \(.destination_address)\(if .protocol == 17 then ":\(.destination_port)" else
		"/\(.protocol)" end) \(.packets) \(.bytes) \($names["\(.ingress_interface)"])>\($names["\(.egress_interface)"])"'
}

# by_cell FILE ARRAY: its lines by "MONITOR KEY"; those that agree in all but the counts are one, as flows of tunnels that choose a
# source port for each flow within
by_cell() {
	local -n cells=$2
	local monitor key flow
	while read -r monitor key flow; do
		cells["$monitor $key"]+="${cells["$monitor $key"]:+, }$flow"
	done < <(awk '{ k = $1 " " $2; p[k, $5] += $3; o[k, $5] += $4; n[k, $5] = k; f[k, $5] = $5 }
		END { for (i in n) print n[i], p[i], o[i], f[i] }' "$1" | sort)
}

# check_observed: each cell, and that there are no others. What comes later, as WireGuard's keepalives, does not count.
check_observed() {
	local key monitor cell others
	wait_for 20 quiet || true
	rtr nft flush ruleset
	read_flows >"$WORK/told"
	by_cell "$WORK/told" told
	by_cell "$WORK/wanted" wanted
	for key in "${keys[@]}"; do
		test_begin "${named[$key]}"
		others=''
		for monitor in $MONITORS; do
			cell="$monitor $key"
			if [ -n "${wanted[$cell]:-}" ]; then
				equal "$monitor" "${wanted[$cell]}" "${told[$cell]:-nothing}"
			elif [ -n "${told[$cell]:-}" ]; then
				others+="$monitor: ${told[$cell]}; "
			fi
		done
		equal "nowhere else" '' "$others"
	done
}

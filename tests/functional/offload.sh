#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Segmentation and receive offload: what is metered is what is on the wire, whatever the router's own packets look like.
# The wire is the last link of each direction, where the packets are cut (TSO off) and counted one by one.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

BYTES=20000000
in_vm && BYTES=5000000

# wire_on: count TCP and UDP as they arrive at the hosts
wire_on() {
	local host
	for host in src dst; do
		$host nft -f - <<-'RULES'
			table inet wire {
				chain prerouting {
					type filter hook prerouting priority -300
					meta l4proto { tcp, udp } counter
				}
			}
		RULES
	done
}

# wire: packets and bytes in both directions
wire() {
	local host
	for host in src dst; do
		$host nft -j list chain inet wire prerouting
	done | jq -sr '[.[].nftables[].rule?.expr[]?.counter? | values] |
		"\(map(.packets) | add) \(map(.bytes) | add)"'
}

# offloads HOST-FEATURES ROUTER-FEATURES: e.g. "tso on" "gro off". The router always cuts what it sends.
# shellcheck disable=SC2086 # lists of words
offloads() {
	src ethtool -K rtr tx on $1 >/dev/null
	dst ethtool -K rtr tx on $1 >/dev/null
	rtr ethtool -K src $2 tso off gso off >/dev/null
	rtr ethtool -K dst $2 tso off gso off >/dev/null
}

tcp() {
	local address=$1
	background dst socat -u "TCP$2-LISTEN:5001,reuseaddr" "CREATE:$WORK/received"
	wait_for 10 listens_tcp
	src head -c $BYTES /dev/zero | src socat -u - "TCP$2:$address:5001"
	wait "$BACKGROUND"
	[ "$(stat -c %s "$WORK/received")" = $BYTES ]
}

listens_tcp() { dst ss -Hlnt 'sport = :5001' | matches .; }

# udp ADDRESS: the kernel cuts one send into 20 datagrams
udp() {
	src python3 - "$1" <<-'PYTHON'
		import socket, sys
		address = sys.argv[1]
		s = socket.socket(socket.AF_INET6 if ':' in address else socket.AF_INET, socket.SOCK_DGRAM)
		s.setsockopt(17, 103, 1000)     # UDP_SEGMENT
		for i in range(100):
		    s.sendto(bytes(20000), (address, 9))
	PYTHON
}

# ufo ADDRESS: datagrams that the kernel has to cut into fragments, from a virtual machine
ufo() {
	rtr ip tuntap add dev guest mode tun
	rtr python3 - "$1" <<-'PYTHON' || return
		import fcntl, ipaddress, os, socket, struct, subprocess, sys
		TUN, NO_INFORMATION, VNET_HEADER = 1, 0x1000, 0x4000
		SET_DEVICE, SET_OFFLOADS, CHECKSUM, UFO = 0x400454ca, 0x400454d0, 1, 0x10
		to = ipaddress.ip_address(sys.argv[1])
		GSO_UDP, NEEDS_CHECKSUM, SIZE = 3, 1, 1480 if to.version == 4 else 1448
		own = ["10.9.0.1/24"] if to.version == 4 else ["fd00:9::1/64", "nodad"]
		source = ipaddress.ip_address("10.9.0.2" if to.version == 4 else "fd00:9::2")
		tun = os.open("/dev/net/tun", os.O_RDWR)
		fcntl.ioctl(tun, SET_DEVICE, struct.pack("16sH22x", b"guest", TUN | NO_INFORMATION | VNET_HEADER))
		fcntl.ioctl(tun, SET_OFFLOADS, CHECKSUM | UFO)
		subprocess.run(["ip", "address", "add", "dev", "guest", *own], check=True)
		subprocess.run(["ip", "link", "set", "guest", "up"], check=True)
		for length in [2960, 2961, 1472, 5000, 20000] * 20:
		    # The checksum so far is that of the pseudo header.
		    pseudo = source.packed + to.packed + struct.pack("!II", length + 8, 17)
		    total = sum(struct.unpack("!%dH" % (len(pseudo) // 2), pseudo))
		    while total >> 16:
		        total = (total & 0xffff) + (total >> 16)
		    udp = struct.pack("!HHHH", 4000, 9, length + 8, total) + bytes(length)
		    if to.version == 4:
		        ip = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(udp), 1, 0, 64, 17, 0) + source.packed + to.packed
		        total = sum(struct.unpack("!10H", ip))
		        total = (total & 0xffff) + (total >> 16)
		        ip = ip[:10] + struct.pack("!H", ~((total & 0xffff) + (total >> 16)) & 0xffff) + ip[12:]
		    else:
		        ip = struct.pack("!IHBB", 6 << 28, len(udp), 17, 64) + source.packed + to.packed
		    many = len(udp) > SIZE
		    os.write(tun, struct.pack("=BBHHHH", NEEDS_CHECKSUM, GSO_UDP if many else 0, len(ip) + 8 if many else 0,
		                              SIZE if many else 0, len(ip), 6) + ip + udp)
	PYTHON
	sleep 0.5
	rtr ip link delete guest
}

# measured DESCRIPTION TRAINS HOST ROUTER COMMAND…: trains tells whether the router must see packets of many segments
measured() {
	local description=$1 trains=$2 host=$3 router=$4
	shift 4
	topology_up
	dst nft 'add table inet f; add chain inet f c { type filter hook input priority 0; }; add rule inet f c udp dport 9 drop'
	need_module
	frontend_on nft
	yardstick_on
	wire_on
	offloads "$host" "$router"
	check "$description: the data arrives" "$@"
	wait_for 10 connections_end || true
	equal "$description: metered is what was on the wire" "$(wire)" "$(metered)"
	check_conserved "$description"
	local seen wire
	seen=$(yardstick) wire=$(wire)
	if [ "$trains" = trains ]; then
		between "$description: the router saw fewer, larger packets" 1 "${seen% *}" $((${wire% *} * 3 / 4))
	else
		equal "$description: the router saw them one by one" "$wire" "$seen"
	fi
	topology_down
}

connections_end() { ! src ss -Htn state established state fin-wait-1 state last-ack | matches .; }

test_begin "TCP"
measured "IPv4, no offload" single "tso off gso off" "gro off" tcp 10.0.2.2 4
measured "IPv4, TSO" trains "tso on gso on" "gro off" tcp 10.0.2.2 4
measured "IPv4, GRO" trains "tso off gso off" "gro on" tcp 10.0.2.2 4
measured "IPv6, no offload" single "tso off gso off" "gro off" tcp "[fd00:b::2]" 6
measured "IPv6, TSO" trains "tso on gso on" "gro off" tcp "[fd00:b::2]" 6
measured "IPv6, GRO" trains "tso off gso off" "gro on" tcp "[fd00:b::2]" 6

test_begin "UDP"
measured "IPv4, UDP segmentation" trains "tx-udp-segmentation on" "gro off tx-udp-segmentation off" udp 10.0.2.2
measured "IPv6, UDP segmentation" trains "tx-udp-segmentation on" "gro off tx-udp-segmentation off" udp fd00:b::2
measured "IPv4, UDP fragmentation" trains "tx-udp-segmentation off" "gro off" ufo 10.0.2.2
measured "IPv6, UDP fragmentation" trains "tx-udp-segmentation off" "gro off" ufo fd00:b::2

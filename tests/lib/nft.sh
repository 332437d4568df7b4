# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034 # for the test files
#
# What the tests of the statement netflow in nft have in common.
# shellcheck source-path=SCRIPTDIR source=test.sh
. "$(dirname "${BASH_SOURCE[0]}")/test.sh"

LIBRARY=/usr/local/lib/netflow/libnft-netflow.so
VERSION=$(nft --version | sed -E 's/.* v([0-9.]+).*/\1/')
NS=''

# What rules of all of nft's language refer to, in their table
OBJECTS='set s { type ipv4_addr; size 100; flags dynamic,timeout; }
set c { type ipv4_addr . inet_service; size 100; flags dynamic,timeout; }
set cc { type ipv4_addr . ipv4_addr; }
map m { type ipv4_addr : inet_service; size 100; flags dynamic,timeout; }
map v { type ipv4_addr : verdict; }
map v2 { type inet_service : verdict; }
map vv { type ipv4_addr . inet_service : verdict; }
counter cn { }
quota qn { over 5 mbytes }
limit ln { rate 5/second }
chain x { }
chain netflow { }'

# nft with the statement, in the namespace that the section has
n() { in_namespace "$NS" netflowctl nft "$@"; }
# the stock nft
stock() { in_namespace "$NS" nft "$@"; }
# version_from NUMBER: is nft at least this one?
version_from() { [ "$(printf '%s\n' "$1" "$VERSION" | sort -V | sed -n 1p)" = "$1" ]; }

# section NAME: a namespace with a table and a chain
section() {
	test_begin "$1 (nft $VERSION)"
	[ -z "$NS" ] || ip netns delete "$NS"
	NS=nft$((++number))
	ip netns add "$NS"
	n 'add table inet t; add chain inet t c { type filter hook input priority 0; }'
}
number=0

# rules: those of the chain, one a line
rules() { n "$@" list chain inet t c | sed -n '/^\t\ttype /d; s/^\t\t//p'; }
# in_kernel: the expressions, as the test's own tool reads them
in_kernel() { in_namespace "$NS" nftrule list inet t c; }

need_module() { modprobe nft_netflow; }

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A machine that boots without the modules (without_module.before took them away): its firewall is there all the same,
# the accounting alone is missing, and that is told. Then the modules are back.
# shellcheck source-path=SCRIPTDIR source=../lib/systemd.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/systemd.sh"

WARNING="netflow: this kernel has no nftables expression 'netflow'"
STRICT=/run/systemd/system/nftables.service.d/strict.conf

# said UNIT: what it told, on stderr
said() { journalctl -b -q -o cat -u "$1"; }

uncounted() { sed 's/packets [0-9]* bytes [0-9]*/packets 0 bytes 0/'; }

# loaded_rules: those of the chain that /etc/nftables.conf has, as the stock nft sees them
loaded_rules() {
	nft.stock list chain inet filter input | sed -n '/^\t\ttype/d; s/^\t\t//p' | uncounted
}

modules_back() { mv "/lib/modules/$RELEASE/updates.away" "/lib/modules/$RELEASE/updates"; }

# set_strict 0|1: of nftables.service
set_strict() {
	mkdir -p "$(dirname $STRICT)"
	printf '[Service]\nEnvironment=NETFLOW_STRICT=%s\n' "$1" >$STRICT
	systemctl daemon-reload
}

test_begin "the boot"
is_booted
check "there are no modules" eval '! modprobe nft_netflow'
check "nftables.service is active" systemctl is-active nftables.service
equal "no rule but the accounting is missing" 'ip protocol icmp counter packets 0 bytes 0 comment "pings"
ip saddr { 192.0.2.1, 192.0.2.2 } drop
tcp dport 22 accept' "$(loaded_rules | sed '/^$/d')"
check "the service's stderr has the warning" grep -F "nft: $WARNING" <(said nftables.service)
check "the journal has it as a warning" grep -F "$WARNING" <(journalctl -b -q -o cat -p warning..warning -t nft)
check "netflow.service has failed" systemctl is-failed netflow.service
check "and says what to do" grep -E "module.*nf_netflow|nf_netflow.*module" <(said netflow.service)
check "the boot went on" systemctl is-active multi-user.target

test_begin "NETFLOW_STRICT"
loaded_rules >"$WORK/before"
check "a reload without it works" systemctl reload nftables.service
set_strict 1
refused "a reload with NETFLOW_STRICT=1 does not" "failed" systemctl reload nftables.service
equal "the rules stay" "$(cat "$WORK/before")" "$(loaded_rules)"
check "nft says why" grep -i netflow <(said nftables.service | tail -n 8)
refused "nor does a restart" "failed" systemctl restart nftables.service
set_strict 0
check "NETFLOW_STRICT=0 is without it" systemctl restart nftables.service
equal "the rules are the same" "$(cat "$WORK/before")" "$(loaded_rules)"

test_begin "the modules are back"
nft list chain inet filter input >"$WORK/listing" 2>"$WORK/notice"
check "until then nft says that the statements count nothing" grep -q "count nothing" "$WORK/notice"
modules_back
check "netflowctl reload" netflowctl reload
equal "puts the statements in" 1 "$(grep -c "put the statement netflow into 3 rules" "$OUT")"
equal "where they were" "$(uncounted <"$WORK/listing")" "$(nft list chain inet filter input 2>&1 | uncounted)"
check "netflow.service starts" systemctl start netflow.service
exports_to 9995
exports_to 5055
set_strict 1
check "NETFLOW_STRICT=1 has nothing to complain about" systemctl restart nftables.service

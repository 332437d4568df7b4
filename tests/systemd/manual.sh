#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A walk through the manual of ipt_netflow from top to bottom, as its reader takes it on a machine that systemd has
# booted: each example is typed, and what the manual says about it is looked at. The modules are the lab's: an emulated
# compiler would take an hour. tests/dkms shows how install and remove build and remove them by DKMS.
# shellcheck source-path=SCRIPTDIR source=../lib/systemd.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/systemd.sh"

CONF=/etc/modprobe.d/ipt_netflow.conf
SERVICE_CONF=/etc/default/ipt_netflow # where Debian has what others keep in /etc/sysconfig
LOG=/var/log/ipt_netflow.log
STAT=/proc/net/stat/ipt_netflow
HERE=127.0.0.1:2055 # "port 2055 on the system"

# The manual's example of each parameter, in its order. An empty entry of a list is none.
EXAMPLES="destination=$HERE,127.0.0.1:5055 active_timeout=15 inactive_timeout=20 aggregation=,80-89=80 debug=1
	maxflows=1000000 hashsize=15000 sndbuf=128000"

# shows COMMAND…: succeed and print what is then in $OUT
shows() {
	if "$@" >"$OUT" 2>&1; then
		ok "$*"
	else
		fail "$*" "status $?" "$(tail_of "$OUT")"
	fi
}

# silent COMMAND…: succeed and print nothing
silent() {
	shows "$@"
	equal "prints nothing" "" "$(cat "$OUT")"
}

# says REGULAR-EXPRESSION…: $OUT has lines that match
says() {
	local pattern
	for pattern; do
		if grep -qE -- "$pattern" "$OUT"; then
			ok "says: $pattern"
		else
			fail "does not say: $pattern" "$(tail_of "$OUT")"
		fi
	done
}

setting() { cat "/proc/sys/net/netflow/$1"; }
unloaded() { ! loaded nf_netflow && ! loaded xt_NETFLOW && ! loaded nft_netflow; }
is_source() { loaded nf_netflow && ipt_netflow -m status; }

# each_example COMMAND…: call it with the name and the value of each parameter
each_example() {
	local example
	for example in $EXAMPLES; do
		"$@" "${example%%=*}" "${example#*=}"
	done
}

# as_option PARAMETER: -active-timeout of active_timeout; the manual has one dash and two
as_option() { printf -- '-%s' "${1//_/-}"; }

options_line() { printf 'options ipt_NETFLOW %s=%s\n' "$1" "$2" >>$CONF; }
has_setting() { equal "$1" "${2#,}" "$(setting "$1")"; }
by_sysctl() { shows sysctl -w net.netflow."$1=$2"; has_setting "$@"; }
by_install() {
	silent ipt_netflow -m install "-$(as_option "$1")" "$2"
	check "the line has it" grep -qE "^options ipt_NETFLOW.* $1=${2#,}( |\$)" $CONF
}
by_enable() { silent ipt_netflow -m enable "$(as_option "$1")" "$2"; has_setting "$@"; }

synopsis() {
	test_begin "Synopsis"
	shows ipt_netflow --mode show --destination $HERE --active-timeout 1800 --inactive-timeout 15 --debug 0 \
		--hashsize 0 --sndbuf 0 --maxflows 2000000 --aggregation "" -h false --help false -H false --help-long false \
		-v false --verbose false --version false
	says "not loaded"
	shows ipt_netflow -m show -d $HERE
	equal "status: no source" 3 "$(ipt_netflow --mode status || echo $?)"
}

service() {
	test_begin "The ipt_netflow Service"
	shows sed -i "s/^#DESTINATION=.*/DESTINATION=$HERE/" $SERVICE_CONF
	shows systemctl enable ipt_netflow.service
	shows systemctl start ipt_netflow.service
	shows systemctl status ipt_netflow.service
	says "ipt_netflow.service - Netflow IPTables Service" "Loaded: loaded .*/ipt_netflow.service; enabled" \
		"Active: active \(exited\) since" \
		"Process: [0-9]+ ExecStart=.*/ipt_netflow/systemd/ipt-netflow_exec.*status=0/SUCCESS" \
		"Starting .*Netflow IPTables Service" "(Started|Finished) .*Netflow IPTables Service" \
		"ipt-netflow_exec\[[0-9]+\]: Starting Netflow service \(loading ipt_netflow module\): \[  OK  \]"
	check "it is a source" is_source
	equal "exports to" $HERE "$(setting destination)"
	exports_to 2055
	check "the log tells of the start" grep -q "mode enable --destination $HERE" $LOG
	check "of nothing that failed" grep -qx 'exit status 0' $LOG
	shows systemctl stop ipt_netflow.service
	check "stopped: unloaded" unloaded
	check "the log tells of the stop, and no more of the start" \
		eval "grep -q 'mode disable' $LOG && ! grep -q 'mode enable' $LOG"
	shows systemctl start multi-user.target
	check "what a boot starts has it" wait_for 120 systemctl is-active --quiet ipt_netflow.service
	check "it is a source" is_source
	printf 'INACTIVE_TIMEOUT=20\n' >>$SERVICE_CONF
	shows systemctl reload ipt_netflow.service
	equal "reload takes over what was edited" 20 "$(setting inactive_timeout)"
	printf 'INACTIVE_TIMEOUT=0\n' >>$SERVICE_CONF
	refused "a wrong setting does not start" "failed" systemctl restart ipt_netflow.service
	shows journalctl -q -u ipt_netflow.service
	says "--inactive-timeout: '0' is too small; the minimum value permitted is 1" "\[FAILED\]"
	sed -i /INACTIVE_TIMEOUT=/d $SERVICE_CONF
	shows systemctl disable --now ipt_netflow.service
	silent ipt_netflow -m disable
	rm -f $CONF
}

installation() {
	test_begin "Installation"
	silent ipt_netflow -m install --destination ""
	silent ipt_netflow -m install --destination "$HERE"
	check "prepared, not loaded" unloaded
	check "the options are written" grep -qx "options ipt_NETFLOW destination=$HERE" $CONF
	rm $CONF

	section="the options line"
	each_example options_line
	shows modprobe ipt_NETFLOW
	each_example has_setting
	rm $CONF
	unload

	section="the parameters without it"
	modprobe ipt_NETFLOW
	has_setting destination $HERE
	has_setting active_timeout 1800
	has_setting inactive_timeout 15
	has_setting aggregation ""
	has_setting maxflows 2000000
	has_setting debug 0

	section="the parameters by sysctl"
	each_example by_sysctl
	unload

	section="the parameters by install"
	each_example by_install
	check "installing loads nothing" unloaded
	cp $CONF "$WORK/installed"
	rm $CONF

	section="the parameters by enable"
	each_example by_enable
	check "the file is what install makes" diff "$WORK/installed" $CONF
	silent ipt_netflow -m disable
	rm $CONF
}

enabling() {
	test_begin "Enabling"
	silent ipt_netflow -m enable --destination ""
	silent ipt_netflow -m enable --destination "$HERE"
	check "it is a source" is_source
	exports_to 2055
}

# The service that other distributions have, with its two files.
make_iptables_service() {
	cat >/etc/systemd/system/iptables.service <<-'UNIT'
		[Unit]
		Description=IPv4 firewall with iptables
		[Service]
		Type=oneshot
		RemainAfterExit=yes
		EnvironmentFile=-/etc/sysconfig/iptables-config
		ExecStart=/bin/sh -c 'modprobe $IPTABLES_MODULES; iptables-restore /etc/sysconfig/iptables'
		ExecStop=/usr/sbin/iptables -F
		[Install]
		WantedBy=multi-user.target
	UNIT
	mkdir -p /etc/sysconfig
	printf '*filter\n-A INPUT -s 192.0.2.1 -j DROP\nCOMMIT\n' >/etc/sysconfig/iptables
	printf 'IPTABLES_MODULES="ipt_NETFLOW"\n' >/etc/sysconfig/iptables-config
	systemctl daemon-reload
}

iptables_configuration() {
	test_begin "iptables Configuration"
	make_iptables_service
	shows systemctl start iptables.service
	silent ipt_netflow -m disable
	silent ipt_netflow -m enable
	shows iptables-save
	says "^-A INPUT -j NETFLOW$" "^-A FORWARD -j NETFLOW$" "^-A OUTPUT -j NETFLOW$" "^-A INPUT -s 192.0.2.1/32 -j DROP$"
	check "nftables has no table of netflowctl's" eval '! nft list table inet netflow'
	exports_to 2055
	iptables-save >/etc/sysconfig/iptables
	silent ipt_netflow -m disable
	check "no rule is left" eval '! iptables-save | grep NETFLOW'
	check "but those of others" eval 'iptables-save | grep 192.0.2.1'
	shows systemctl stop iptables.service
	shows systemctl start iptables.service
	check "the service brings module and rules back" is_source
	equal "with the file's options" $HERE "$(setting destination)"
}

show() {
	local file name
	test_begin "Show"
	shows ipt_netflow -m show
	tr -s ' ' <"$OUT" >"$WORK/report"
	for file in $CONF "$(modinfo -n nf_netflow)" "$(modinfo -n xt_NETFLOW)"; do
		# shellcheck disable=SC2012 # ls is what is asked for
		check "the file $file" grep -qxF -- "$(ls -l "$file" | tr -s ' ')" "$WORK/report"
	done
	check "the library" grep -qE -- '^-rw.* root root .*/xtables/libxt_NETFLOW.so$' "$WORK/report"
	for name in active_timeout inactive_timeout debug hashsize sndbuf destination aggregation maxflows; do
		check "the setting $name" grep -qxF -- "net.netflow.$name = $(setting $name)" "$WORK/report"
	done
	ipt_netflow >"$OUT"
	says '^Flows: active [0-9]+ \(peak [0-9]+ reached [0-9]+d[0-9]+h[0-9]+m ago\), mem [0-9]+K$' \
		'^Hash: size [0-9]+ \(mem [0-9]+K\), metric [0-9.]+, [0-9.]+, [0-9.]+, [0-9.]+\. MemTraf: [0-9]+ pkt, [0-9]+ K \(pdu [0-9]+, [0-9]+\)\.$' \
		'^Timeout: active 1800, inactive 15\. Maxflows 2000000$' \
		'^Rate: [0-9]+ bits/sec, [0-9]+ packets/sec; Avg 1 min: [0-9]+ bps, [0-9]+ pps; 5 min: [0-9]+ bps, [0-9]+ pps$' \
		'^cpu#  stat: <search found new, trunc frag alloc maxflows>, sock: <ok fail cberr, bytes>, traffic: <pkt, bytes>, drop: <pkt, bytes>$' \
		'^Total stat: +[0-9]+ +[0-9]+ +[0-9]+, +[0-9]+ +[0-9]+ +[0-9]+ +[0-9]+, sock: +[0-9]+ [0-9]+ [0-9]+, [0-9]+ K, traffic: [0-9]+, [0-9]+ MB, drop: [0-9]+, [0-9]+ K$' \
		"^sock0: $HERE, sndbuf [0-9]+, filled [0-9]+, peak [0-9]+; err: sndbuf reached [0-9]+, .*other [0-9]+\$"
}

status_disable_remove() {
	test_begin "Status, Disable, Remove"
	equal 'ipt_netflow -m status && echo "Netflow OK"' "Netflow OK" "$(ipt_netflow -m status && echo "Netflow OK")"
	shows ipt_netflow -m status -v
	says "metering"
	equal 'ipt_netflow -m disable && echo "Netflow DISABLED"' "Netflow DISABLED" \
		"$(ipt_netflow -m disable && echo "Netflow DISABLED")"
	check "unloaded" unloaded
	check "the files stay" test -e $CONF
	equal "the status now" 3 "$(ipt_netflow -m status || echo $?)"
	shows ipt_netflow -m enable --verbose
	says "the modules for ${RELEASE//+/[+]} are installed" "wrote $CONF:" "metering by|iptables"
	equal 'ipt_netflow -m remove && echo "Netflow REMOVED"' "Netflow REMOVED" \
		"$(ipt_netflow -m remove && echo "Netflow REMOVED")"
	check "unloaded" unloaded
	check "the options are gone" eval "! [ -e $CONF ]"
	check "and the log" eval "! [ -e $LOG ]"
	check "no status without the module" eval "! [ -e $STAT ]"
	silent ipt_netflow -m remove
}

options() {
	local option
	test_begin "Options"
	refused "a mode" "unknown mode 'start'" ipt_netflow -m start
	for option in active-timeout inactive-timeout; do
		refused "--$option 0" "'0' is too small; the minimum value permitted is 1" ipt_netflow -m install --$option 0
		refused "--$option 86401" "'86401' is too large; the maximum value permitted is 86400" \
			ipt_netflow -m install --$option 86401
	done
	for option in debug hashsize sndbuf maxflows; do
		refused "--$option -1" "'-1' is too small; the minimum value permitted is 0" ipt_netflow -m install --$option -1
	done
	check "nothing was written" eval "! [ -e $CONF ]"
	for option in "-h" "-h true" "--help" "--help true"; do
		# shellcheck disable=SC2086 # words
		shows ipt_netflow $option
		says "^ipt_netflow - " "\[-m TEXT\] \| \[--mode TEXT\]" "\[-h \[true\]\|false\] \| \[--help \[true\]\|false\]"
	done
	shows ipt_netflow --version
	says "^ipt_netflow $(cat "$TESTS/../VERSION")$"
	shows ipt_netflow --version true
	says "^ipt_netflow $(cat "$TESTS/../VERSION")$"
}

# lynx prints the manual, which the man of this machine has formatted, and needs no terminal for it.
environment() {
	test_begin "Environment: TEXTBROWSER"
	mkdir "$WORK/bin"
	cat >"$WORK/bin/lynx" <<-'SCRIPT'
		#!/bin/sh
		exec /usr/bin/lynx -dump -nolist "$1"
	SCRIPT
	chmod +x "$WORK/bin/lynx"
	cp "$WORK/bin/lynx" "$WORK/browser"
	shows env TEXTBROWSER="$WORK/browser" ipt_netflow --help-long
	says "IPT_NETFLOW\(8\)" "ipt_netflow . export NetFlow from this machine" "EXIT STATUS"
	cp "$OUT" "$WORK/long"
	shows env PATH="$WORK/bin:$PATH" ipt_netflow -H
	equal "a browser that is found shows the same" "$(cat "$WORK/long")" "$(cat "$OUT")"
	refused "no such browser" "no program 'nonesuch'" env TEXTBROWSER=nonesuch ipt_netflow -H
}

files() {
	test_begin "Files"
	check "the service's settings" test -e $SERVICE_CONF
	check "the library of iptables" test -e "$(pkg-config --variable=xtlibdir xtables)/libxt_NETFLOW.so"
	check "the module by its old name" grep "^/lib/modules/$RELEASE/" <(modinfo -n ipt_NETFLOW)
}

is_booted
for part in synopsis service installation enabling iptables_configuration show status_disable_remove options files \
	environment; do
	$part
	say "# $SECONDS s so far"
done

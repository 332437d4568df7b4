#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A walk through the manual of ipt_netflow from top to bottom, as its reader takes it on a machine that systemd has
# booted: each example is typed, and what the manual says about it is looked at. The modules are the lab's. With `--env
# BUILD=1` DKMS builds them, from the sources that `make dkms-install` installs: that takes an emulated compiler an hour,
# and more than the service's patience. tests/dkms builds at native speed.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh disable=SC2034 # WITHOUT_TOOLS is test.sh's
WITHOUT_TOOLS=1
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

CONF=/etc/modprobe.d/ipt_netflow.conf
SERVICE_CONF=/etc/default/ipt_netflow # where Debian has what others keep in /etc/sysconfig
LOG=/var/log/ipt_netflow.log
STAT=/proc/net/stat/ipt_netflow
RELEASE=$(uname -r)
SOURCES=/usr/src/netflow-$(cat "$TESTS/../VERSION")
COLLECTED=$WORK/collected

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

setting() { sysctl -n "net.netflow.$1"; }
unloaded() { ! loaded nf_netflow && ! loaded xt_NETFLOW && ! loaded nft_netflow; }
is_source() { loaded nf_netflow && ipt_netflow -m status; }
built() { [ -n "$(find "/lib/modules/$RELEASE/updates/dkms" -name 'nf_netflow.ko*' 2>/dev/null)" ]; }

# by_dkms CHECK…: only where DKMS builds
by_dkms() { [ -z "${BUILD:-}" ] || "$@"; }

# The lab has installed modules; this is a machine that has none.
without_modules() {
	rm -rf "/lib/modules/$RELEASE/updates"
	depmod
}

listens() { ss -Hlnu "sport = :$1" | grep -q .; }

# exports_to PORT: packets that pass here come to a collector at the port as flows
exports_to() {
	local pid
	rm -rf "$COLLECTED"
	mkdir "$COLLECTED"
	nfcapd -w "$COLLECTED" -b 127.0.0.1 -p "$1" -t 3600 >"$OUT" 2>&1 &
	pid=$!
	wait_for 20 listens "$1"
	ping -q -c 3 -i 0.2 127.0.0.1 >"$OUT"
	sysctl -qw net.netflow.flush=1
	sleep 2
	stop $pid
	check "a collector at port $1 gets flows" grep -q 'ICMP.*127.0.0.1' <(nfdump -q -R "$COLLECTED" 2>&1)
}

# parameter NAME VALUE: the three ways to set one of the module
parameter() {
	local name=$1 value=$2 option=${1//_/-}

	test_begin "the parameter $name"
	printf 'options ipt_NETFLOW %s=%s\n' "$name" "$value" >$CONF
	shows modprobe ipt_NETFLOW
	equal "the options line: $name" "$value" "$(setting "$name")"
	unload
	rm $CONF
	modprobe ipt_NETFLOW
	shows sysctl -w net.netflow."$name=$value"
	equal "sysctl: $name" "$value" "$(setting "$name")"
	unload
	silent ipt_netflow -m install "--$option" "$value"
	check "installing loads nothing" unloaded
	check "the line has it" grep -qE "^options ipt_NETFLOW.* $name=$value( |\$)" $CONF
	rm $CONF
	silent ipt_netflow -m enable "-$option" "$value"
	equal "enable: $name" "$value" "$(setting "$name")"
	silent ipt_netflow -m disable
	rm $CONF
}

equal "systemd has booted this machine" systemd "$(cat /proc/1/comm)"
make -s -C "$TESTS/.." dkms-install
by_dkms without_modules
[ -n "${BUILD:-}" ] || skip "building by DKMS" "it takes an hour here; tests/dkms does it"

test_begin "Synopsis"
shows ipt_netflow --mode show --destination 127.0.0.1:2055 --active-timeout 1800 --inactive-timeout 15 --debug 0 \
	--hashsize 0 --sndbuf 0 --maxflows 2000000 --aggregation "" -h false --help false -H false --help-long false \
	-v false --verbose false --version false
equal "status: no source" 3 "$(ipt_netflow --mode status || echo $?)"

test_begin "The ipt_netflow service"
by_dkms ipt_netflow -m install
shows sed -i 's/^#DESTINATION=.*/DESTINATION=127.0.0.1:2055/' $SERVICE_CONF
shows systemctl enable ipt_netflow.service
begin=$SECONDS
shows systemctl start ipt_netflow.service
say "# built and started in $((SECONDS - begin)) s"
shows systemctl status ipt_netflow.service
says "ipt_netflow.service - Netflow IPTables Service" "Loaded: loaded .*/ipt_netflow.service; enabled" \
	"Active: active \(exited\) since" \
	"Process: [0-9]+ ExecStart=.*/ipt_netflow/systemd/ipt-netflow_exec.*status=0/SUCCESS" \
	"ipt-netflow_exec\[[0-9]+\]: Starting Netflow service \(loading ipt_netflow module\): \[  OK  \]" \
	"Started .*Netflow IPTables Service"
by_dkms check "DKMS has built the module" built
by_dkms shows dkms status -m netflow
by_dkms says "netflow.*$RELEASE.*: installed"
check "it is a source" is_source
equal "exports to" 127.0.0.1:2055 "$(setting destination)"
exports_to 2055
check "the log tells of the start" grep -q 'mode enable --destination 127.0.0.1:2055' $LOG
by_dkms check "and of the modules" grep -q 'building the modules' $LOG
check "of nothing that failed" grep -qx 'exit status 0' $LOG
shows systemctl stop ipt_netflow.service
check "stopped: unloaded" unloaded
check "the log tells of the stop, and no more of the start" eval "grep -q 'mode disable' $LOG && ! grep -q 'mode enable' $LOG"
shows systemctl start multi-user.target
check "the next boot starts it" wait_for 120 systemctl is-active --quiet ipt_netflow.service
check "it is a source" is_source
shows systemctl restart ipt_netflow.service
printf 'INACTIVE_TIMEOUT=20\n' >>$SERVICE_CONF
shows systemctl reload ipt_netflow.service
equal "reload takes over what was edited" 20 "$(setting inactive_timeout)"
printf 'INACTIVE_TIMEOUT=0\n' >>$SERVICE_CONF
refused "a wrong setting does not start" "failed" systemctl restart ipt_netflow.service
shows journalctl -q -u ipt_netflow.service
says "--inactive-timeout: '0' is too small; the minimum value permitted is 1" "\[FAILED\]"
sed -i /INACTIVE_TIMEOUT=/d $SERVICE_CONF
shows systemctl disable --now ipt_netflow.service
ipt_netflow -m disable
rm -f $CONF

test_begin "Installation"
silent ipt_netflow -m install --destination "127.0.0.1:2055"
check "prepared, not loaded" unloaded
check "the options are written" grep -qx 'options ipt_NETFLOW destination=127.0.0.1:2055' $CONF
shows modprobe ipt_NETFLOW
check "it can be loaded" loaded nf_netflow
unload
rm $CONF
parameter destination 127.0.0.1:2055,127.0.0.1:5055
parameter active_timeout 15
parameter inactive_timeout 20
parameter debug 1
parameter maxflows 1000000
parameter hashsize 15000
parameter sndbuf 128000

test_begin "the parameter aggregation, which this version refuses"
refused "by an option" "aggregation: ',80-89=80' is refused, this version does not support it" \
	ipt_netflow -m install --aggregation ",80-89=80"
check "nothing is written" eval "! [ -e $CONF ]"
modprobe ipt_NETFLOW
refused "by sysctl" "not supported" sysctl -w net.netflow.aggregation=",80-89=80"
unload

test_begin "Enabling"
silent ipt_netflow -m enable --destination "127.0.0.1:2055"
check "it is a source" is_source
exports_to 2055

test_begin "iptables configuration"
# The service that other distributions have, with its two files.
cat >/etc/systemd/system/iptables.service <<'UNIT'
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
equal "with the file's options" 127.0.0.1:2055 "$(setting destination)"

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
says "^Flows: active " "^Hash: size " "^Timeout: active 1800, inactive 15. Maxflows 2000000" "^Rate: " \
	"^cpu#  stat: <search found new, trunc frag alloc maxflows>" "^Total stat: " "^sock0: "

test_begin "Files"
check "the service's settings" test -e $SERVICE_CONF
check "the log" test -e $LOG
check "the library of iptables" test -e "$(pkg-config --variable=xtlibdir xtables)/libxt_NETFLOW.so"
check "the sources" test -e "$SOURCES/dkms.conf"
check "the status" test -e $STAT

test_begin "Status, disable, remove"
equal 'ipt_netflow -m status && echo "Netflow OK"' "Netflow OK" "$(ipt_netflow -m status && echo "Netflow OK")"
equal 'ipt_netflow -m disable && echo "Netflow DISABLED"' "Netflow DISABLED" \
	"$(ipt_netflow -m disable && echo "Netflow DISABLED")"
check "unloaded" unloaded
check "the files stay" test -e $CONF
by_dkms check "and the module" built
equal "the status now" 3 "$(ipt_netflow -m status || echo $?)"
shows ipt_netflow -m enable --verbose
says "the modules for $RELEASE are installed" "$CONF is written" "metering by|iptables"
equal 'ipt_netflow -m remove && echo "Netflow REMOVED"' "Netflow REMOVED" \
	"$(ipt_netflow -m remove && echo "Netflow REMOVED")"
check "unloaded" unloaded
check "the options are gone" eval "! [ -e $CONF ]"
check "and the log" eval "! [ -e $LOG ]"
by_dkms check "and the module" eval '! built && ! modinfo nf_netflow'
by_dkms equal "DKMS has nothing of it" "" "$(dkms status -m netflow)"
without_modules
silent ipt_netflow -m remove
check "no status without the module" eval "! [ -e $STAT ]"
refused "a module that is gone is not loaded" "not found" modprobe ipt_NETFLOW

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
shows ipt_netflow -h
says "^ipt_netflow - " "\[-m TEXT\] \| \[--mode TEXT\]" "\[-h \[true\]\|false\] \| \[--help \[true\]\|false\]"
shows ipt_netflow --version
says "^ipt_netflow $(cat "$TESTS/../VERSION")$"
cat >"$WORK/browser" <<'SCRIPT'
#!/bin/sh
exec lynx -dump -nolist "$1"
SCRIPT
chmod +x "$WORK/browser"
shows env TEXTBROWSER="$WORK/browser" ipt_netflow --help-long
says "IPT_NETFLOW\(8\)" "ipt_netflow . make this machine a source of NetFlow" "EXIT STATUS"
shows env TERM=xterm script -qec "ipt_netflow -H" /dev/null < <(sleep 5; printf q; sleep 1; printf y)
says "IPT_NETFLOW"
refused "no such browser" "no program 'nonesuch'" env TEXTBROWSER=nonesuch ipt_netflow -H

test_begin "What building needs"
# away FILE COMMAND…: while the file is not there
away() {
	local status=0
	mv "$1" "$1.away"
	"${@:2}" || status=$?
	mv "$1.away" "$1"
	return $status
}
refused "no headers" "linux-headers-$RELEASE" \
	away "/lib/modules/$RELEASE/build" ipt_netflow -m install
refused "no sources" "there is no source of the modules in $SOURCES; .*make dkms-install" \
	away "$SOURCES" ipt_netflow -m install
refused "no DKMS" "install the package dkms" away /usr/sbin/dkms ipt_netflow -m install
cp "$SOURCES/Makefile" "$WORK/Makefile"
printf 'modules clean:\n\tfalse\n' >"$SOURCES/Makefile"
refused "a build that fails" "dkms could not build and install netflow-.* for $RELEASE" ipt_netflow -m install
check "nothing is written" eval "! [ -e $CONF ]"
cp "$WORK/Makefile" "$SOURCES/Makefile"

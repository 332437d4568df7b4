#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# ipt_netflow as its manual tells it: options and their ranges, modes, exit statuses, silence, the file of modprobe.d,
# rules in nftables and in both kinds of iptables, and what the service runs. What DKMS does is in tests/dkms.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

CONF=/etc/modprobe.d/ipt_netflow.conf
LOG=/var/log/ipt_netflow.log
SAVED=$WORK/saved

at_end() { rm -f $CONF $LOG; }

# ends DESCRIPTION STATUS COMMAND…
ends() {
	local description=$1 wanted=$2 status=0
	shift 2
	"$@" >"$OUT" 2>&1 || status=$?
	if [ "$status" = "$wanted" ]; then
		ok "$description: status $wanted"
	else
		fail "$description" "status $status, not $wanted: $*" "$(tail_of "$OUT")"
	fi
}

# silent DESCRIPTION STATUS COMMAND…
silent() {
	ends "$@"
	equal "$1: not a word" "" "$(cat "$OUT")"
}

# says DESCRIPTION TEXT: what the last command printed has the text
says() {
	if grep -qF -- "$2" "$OUT"; then
		ok "$1"
	else
		fail "$1" "'$2' is not in:" "$(tail_of "$OUT")"
	fi
}

# rejected SENTENCE OPTION…: told, and nothing is done
rejected() {
	local sentence=$1
	shift
	ends "$*" 2 ipt_netflow -m enable "$@"
	says "and says so" "$sentence"
}

setting() { sysctl -n "net.netflow.$1"; }
options_line() { grep '^options' $CONF; }
own_chains() { netflowctl show --json | jq -c '[.rules[] | select(.own) | .chain] | sort'; }
unloaded() { ! loaded nf_netflow && ! loaded xt_NETFLOW && ! loaded nft_netflow; }

# rules_of COMMAND: what iptables-save has, but for counters and comments
rules_of() { "$1-save" 2>/dev/null | grep -v '^#' | sed 's/ \[[0-9:]*\]$//'; }

rm -f $CONF

test_begin "options"
ends "-h" 0 ipt_netflow -h
for option in mode destination active-timeout inactive-timeout debug hashsize sndbuf maxflows aggregation help \
	help-long verbose version; do
	says "-h names --$option" "[--$option "
done
ends "--version" 0 ipt_netflow --version
equal "the version" "ipt_netflow $(netflowctl --version | sed -n '1s/.* //p')" "$(cat "$OUT")"
ends "--help false --version true" 0 ipt_netflow --help false --version true
says "is the version" "ipt_netflow "
rejected "--active-timeout: '0' is too small; the minimum value permitted is 1" --active-timeout 0
rejected "--active-timeout: '86401' is too large; the maximum value permitted is 86400" --active-timeout 86401
rejected "--inactive-timeout: '0' is too small; the minimum value permitted is 1" --inactive-timeout 0
rejected "--inactive-timeout: '86401' is too large; the maximum value permitted is 86400" -inactive-timeout=86401
for option in debug hashsize sndbuf maxflows; do
	rejected "--$option: '-1' is too small; the minimum value permitted is 0" --$option -1
	rejected "--$option takes an integer, not '1k'" --$option 1k
done
rejected "unknown mode 'start'" -m start
rejected "unknown option '--frobnicate'" --frobnicate
rejected "'now' is not an option" now
rejected "'--debug' needs a value" --debug
rejected "10.0.0.300" --destination 10.0.0.300
rejected "'80-89=http'" --aggregation "80-89=http"
check "nothing was written" eval "! [ -e $CONF ]"
check "nothing was loaded" unloaded

test_begin "without the module"
silent "status" 3 ipt_netflow -m status
ends "status -v" 3 ipt_netflow --mode status --verbose
says "says that it is not loaded" "not loaded"
ends "show" 0 ipt_netflow
says "show says so too" "is not loaded"
silent "disable has nothing to do" 0 ipt_netflow -m disable
silent "remove neither" 0 ipt_netflow -m remove

test_begin "install"
silent "install" 0 ipt_netflow -m install --destination 192.0.2.1:2055 --active-timeout 15
check "nothing is loaded" unloaded
equal "the options" "options ipt_NETFLOW active_timeout=15 destination=192.0.2.1:2055" "$(options_line)"
silent "install again" 0 ipt_netflow -m install -inactive-timeout "20" --maxflows "1000000"
equal "keeps what the file said" \
	"options ipt_NETFLOW active_timeout=15 inactive_timeout=20 maxflows=1000000 destination=192.0.2.1:2055" \
	"$(options_line)"
for module in ipt_NETFLOW nf_netflow xt_NETFLOW nft_netflow; do
	modprobe $module
	equal "modprobe $module: the options hold" "15 20 1000000 192.0.2.1:2055" \
		"$(setting active_timeout) $(setting inactive_timeout) $(setting maxflows) $(setting destination)"
	check "modprobe $module: unloaded again" wait_for 5 unload
done
nft add table inet auto
nft add chain inet auto forward
nftrule add inet auto forward netflow >"$OUT"
equal "loaded by a rule of nftables: the options hold" 15 "$(setting active_timeout)"
nft delete table inet auto
check "unloaded" wait_for 5 unload
modprobe ipt_NETFLOW destination=192.0.2.9:9 debug=1
equal "modprobe's own options go before the file's" "192.0.2.9:9 1 15" \
	"$(setting destination) $(setting debug) $(setting active_timeout)"
check "unloaded" wait_for 5 unload

test_begin "a file from before"
cat >$CONF <<'FILE'
# tuned by hand
options ipt_NETFLOW destination=127.0.0.1:9995 \
  hashsize=4096 natevents=1
blacklist nothing_at_all
FILE
silent "install" 0 ipt_netflow -m install --debug 1
equal "takes it over" "# tuned by hand
# Parameters that this version does not have: natevents=1
options ipt_NETFLOW hashsize=4096 debug=1 destination=127.0.0.1:9995
softdep nf_netflow post: ipt_NETFLOW
blacklist nothing_at_all" "$(cat $CONF)"
cp $CONF "$SAVED"
sed -i s/debug=1/debug=99/ $CONF
ends "a value that is out of range" 1 ipt_netflow -m enable
says "names the file and the line" "$CONF, line 3: debug: '99' is out of range"
check "nothing is loaded" unloaded
mv "$SAVED" $CONF
silent "remove" 0 ipt_netflow -m remove
equal "leaves what others wrote" "blacklist nothing_at_all" "$(grep -v '^#' $CONF)"
rm $CONF

test_begin "enable"
silent "enable" 0 ipt_netflow -m enable --destination "127.0.0.1:2055,127.0.0.1:5055" --sndbuf 128000
equal "the options" "options ipt_NETFLOW sndbuf=128000 destination=127.0.0.1:2055,127.0.0.1:5055" "$(options_line)"
equal "the settings" "127.0.0.1:2055,127.0.0.1:5055 128000 1800" \
	"$(setting destination) $(setting sndbuf) $(setting active_timeout)"
equal "the rules" '["forward","input","output"]' "$(own_chains)"
silent "status" 0 ipt_netflow -m status
ends "status -v" 0 ipt_netflow -m status -v
says "tells what is done" "metering"
check "packets" ping -c 3 -i 0.2 127.0.0.1
between "are counted" 6 "$(sed -n 's/^Total .*traffic: \([0-9]*\),.*/\1/p' /proc/net/stat/ipt_netflow)" 1000
silent "enable again, without an option" 0 ipt_netflow -m enable
equal "the settings stay" "128000" "$(setting sndbuf)"
equal "and so do the rules" '["forward","input","output"]' "$(own_chains)"

test_begin "what feeds the module"
silent "disable" 0 ipt_netflow -m disable
modprobe ipt_NETFLOW
silent "loaded, but no rule: status" 3 ipt_netflow -m status
ends "status -v" 3 ipt_netflow -m status -v
says "says what is missing" "no rule or hook"
sysctl -qw net.netflow.hooks=input
silent "a hook: status" 0 ipt_netflow -m status
silent "disable" 0 ipt_netflow -m disable
check "takes the hook away too" unloaded
nft add table inet mine
nft add chain inet mine forward
nftrule add inet mine forward netflow >"$OUT"
silent "a rule of nftables: status" 0 ipt_netflow -m status
nft delete table inet mine
silent "none any more" 3 ipt_netflow -m status
iptables-nft -A INPUT -j NETFLOW
silent "a rule of iptables-nft: status" 0 ipt_netflow -m status
silent "disable" 0 ipt_netflow -m disable
ip6tables-nft -A INPUT -j NETFLOW --monitor wan-1
silent "a rule that feeds another monitor: status" 0 ipt_netflow -m status
silent "disable" 0 ipt_netflow -m disable
cp $CONF "$SAVED"
printf 'options ipt_NETFLOW hooks=forward,input\n' >>$CONF
silent "hooks in the file: enable" 0 ipt_netflow -m enable
equal "sets them" input,forward "$(setting hooks)"
equal "and makes no rules" '[]' "$(own_chains)"
cp "$SAVED" $CONF
silent "without them: enable" 0 ipt_netflow -m enable
equal "no hooks" "" "$(setting hooks)"
equal "but rules" '["forward","input","output"]' "$(own_chains)"
nft flush ruleset
silent "another tool took the rules: status" 3 ipt_netflow -m status
silent "enable" 0 ipt_netflow -m enable
equal "makes them again" '["forward","input","output"]' "$(own_chains)"

test_begin "show"
ends "show" 0 ipt_netflow -m show
# One blank between words, for the columns.
tr -s ' ' <"$OUT" >"$SAVED"
listed=0
for file in $CONF /etc/default/ipt_netflow /lib/modules/*/updates/{nf_netflow,xt_NETFLOW,nft_netflow}.ko; do
	[ -e "$file" ] || continue
	listed=$((listed + 1))
	# shellcheck disable=SC2012 # ls is what it shall look like
	check "lists $file as ls does" grep -qxF -- "$(ls -l "$file" | tr -s ' ')" "$SAVED"
done
equal "all that there are" 5 "$listed"
check "and the plugin of iptables" grep -q '^-rw-r--r-- 1 root root .*/libxt_NETFLOW.so$' "$SAVED"
equal "prints the settings as sysctl does, in the manual's order" \
	"$(sysctl net.netflow.{active_timeout,inactive_timeout,debug,hashsize,sndbuf,destination,aggregation,maxflows})" \
	"$(ipt_netflow | grep '^net[.]netflow' | sed -n 1,8p)"
equal "and all others" "$(sysctl -a 2>/dev/null | grep '^net[.]netflow' | grep -vE '[.](flush|limit_[a-z]+) ' | sort)" \
	"$(ipt_netflow | grep '^net[.]netflow' | sort)"
equal "then what is in /proc" "$(sed 's/[0-9.]*//g' /proc/net/stat/ipt_netflow)" \
	"$(ipt_netflow | sed -n '/^Flows: /,$p' | sed '$d; s/[0-9.]*//g')"
check "a full disk is told" eval '! ipt_netflow >/dev/full'

test_begin "disable"
cp $CONF "$SAVED"
nft add table inet mine
silent "disable" 0 ipt_netflow -m disable
check "unloaded" unloaded
check "the files are what they were" cmp $CONF "$SAVED"
check "other tables stay" nft list table inet mine
check "its own is gone" eval '! nft list table inet netflow'
silent "status" 3 ipt_netflow -m status
silent "disable again" 0 ipt_netflow -m disable
nft delete table inet mine

test_begin "enable where iptables' service runs"
mkdir "$WORK/bin"
cat >"$WORK/bin/systemctl" <<'SCRIPT'
#!/bin/sh
[ "$1 $2 $3" = "is-active --quiet iptables.service" ]
SCRIPT
chmod +x "$WORK/bin/systemctl"
PATH=$WORK/bin:$PATH silent "enable" 0 ipt_netflow -m enable
equal "iptables has the rules" 3 "$(iptables-save | grep -c -e '-j NETFLOW')"
equal "ip6tables too" 3 "$(ip6tables-save | grep -c -e '-j NETFLOW')"
check "no table of netflowctl's" eval '! nft list table inet netflow'
silent "disable" 0 ipt_netflow -m disable
check "unloaded" unloaded
nft flush ruleset

test_begin "what others use stays loaded"
silent "enable" 0 ipt_netflow -m enable
nft add table inet mine
nft add chain inet mine forward
nftrule add inet mine forward netflow >"$OUT"
ends "disable" 1 ipt_netflow -m disable
says "says so" "stays loaded: something else uses it"
silent "status" 0 ipt_netflow -m status
nft delete table inet mine
silent "disable" 0 ipt_netflow -m disable

test_begin "without privileges"
unprivileged() { setpriv --reuid 65534 --clear-groups --bounding-set=-all --inh-caps=-all "$@"; }
rm $CONF
ends "install" 1 unprivileged "$(command -v ipt_netflow)" -m install
says "says what it needs" "cannot write $CONF: Permission denied; run it as root"
silent "status" 3 unprivileged "$(command -v ipt_netflow)" -m status

test_begin "no module for this kernel"
# without_modules COMMAND…: where this kernel has none
# shellcheck disable=SC2016 # for the inner shell
without_modules() {
	unshare --mount sh -c 'mount -t tmpfs none "$(readlink -f /lib/modules)/$(uname -r)" && exec "$@"' sh "$@"
}
ends "install" 1 without_modules ipt_netflow -m install
says "says what to do" "install the package dkms"
check "nothing was written" eval "! [ -e $CONF ]"

test_begin "the manual"
printf '#!/bin/sh\nprintf "%%s: N\\bNA\\bAM\\bME\\bE\\n" "$*"\n' >"$WORK/bin/man"
cat >"$WORK/bin/browser" <<'SCRIPT'
#!/bin/sh
cat "$1"
SCRIPT
ln -s browser "$WORK/bin/elinks"
chmod +x "$WORK/bin/"*
PATH=$WORK/bin:$PATH ends "-H" 0 ipt_netflow -H
equal "in a browser that is found" "8 ipt_netflow: NAME" "$(cat "$OUT")"
PATH=$WORK/bin:$PATH TEXTBROWSER=$WORK/bin/browser ends "--help-long" 0 ipt_netflow --help-long
equal "in TEXTBROWSER" "8 ipt_netflow: NAME" "$(cat "$OUT")"
PATH=$WORK/bin:$PATH TEXTBROWSER=nonesuch ends "-H, TEXTBROWSER is none" 1 ipt_netflow -H
says "says so" "'nonesuch'"
equal "nothing is left behind" "" "$(find /tmp -maxdepth 1 -name 'ipt_netflow.*.txt')"

test_begin "what the service runs"
service_exec=/usr/local/share/ipt_netflow/systemd/ipt-netflow_exec
cp /etc/default/ipt_netflow "$SAVED"
printf 'DESTINATION=127.0.0.1:9995\nINACTIVE_TIMEOUT=30\n' >>/etc/default/ipt_netflow
ACTIVE_TIMEOUT=1 ends "start" 0 $service_exec start
equal "says" "Starting Netflow service (loading ipt_netflow module): [  OK  ]" "$(cat "$OUT")"
equal "with its settings, and nobody else's" "127.0.0.1:9995 30 1800" \
	"$(setting destination) $(setting inactive_timeout) $(setting active_timeout)"
check "the log has it" grep -q 'mode enable --destination 127.0.0.1:9995 --inactive-timeout 30' $LOG
equal "and how it ended" "exit status 0" "$(tail -n 1 $LOG)"
printf 'DEBUG=1\n' >>/etc/default/ipt_netflow
ends "reload" 0 $service_exec reload
equal "takes changes over" 1 "$(setting debug)"
ends "stop" 0 $service_exec stop
check "unloaded" unloaded
check "the log is the stop's" eval "grep -q 'mode disable' $LOG && ! grep -q 'mode enable' $LOG"
printf 'DEBUG=much\n' >>/etc/default/ipt_netflow
ends "start with a wrong setting" 2 $service_exec start
says "quotes it" "--debug takes an integer, not 'much'"
says "and has failed" "[FAILED]"
ends "another word" 2 $service_exec restart
cp "$SAVED" /etc/default/ipt_netflow

# From here on legacy iptables has tables.
test_begin "rules in iptables that others made"
for command in iptables-legacy ip6tables-legacy iptables-nft ip6tables-nft; do
	$command -A INPUT -i lo -m comment --comment "not this: \"-j NETFLOW\"" -j ACCEPT
done
for command in iptables-legacy ip6tables-legacy iptables-nft ip6tables-nft; do
	rules_of $command >"$WORK/before.$command"
	$command -A INPUT -j NETFLOW
	$command -I FORWARD -m comment --comment "it's \"quoted\" \\ twice" -j NETFLOW --monitor wan-1
	$command -t mangle -A PREROUTING -i lo -j NETFLOW
	$command -N accounting
	$command -A accounting -p udp -j NETFLOW
done
silent "status" 0 ipt_netflow -m status
ends "enable -v" 0 ipt_netflow -m enable -v
says "adds none to them" "already has 8 NETFLOW rules"
check "nor a table to nftables" eval '! nft list table inet netflow'
silent "disable" 0 ipt_netflow -m disable
check "unloaded" unloaded
for command in iptables-legacy ip6tables-legacy iptables-nft ip6tables-nft; do
	equal "$command: no NETFLOW is left" 0 "$($command-save | grep -c -e '-j NETFLOW$' -e '-j NETFLOW --mon' || true)"
	rules_of $command | grep -v -e accounting -e '^[*]mangle' -e '^:.*ROUTING' >"$WORK/after.$command"
	check "$command: all else is" eval "! grep -vxFf $WORK/after.$command $WORK/before.$command"
	$command -F && $command -X && $command -t mangle -F
done

test_begin "enable in legacy iptables"
modprobe ipt_NETFLOW
sysctl -qw net.netflow.hooks=input
silent "enable" 0 ipt_netflow -m enable
equal "no hooks, which would count packets twice" "" "$(setting hooks)"
for command in iptables-legacy ip6tables-legacy; do
	equal "$command" "-A INPUT -j NETFLOW
-A FORWARD -j NETFLOW
-A OUTPUT -j NETFLOW" "$($command-save | grep NETFLOW)"
done
silent "enable again" 0 ipt_netflow -m enable
equal "the rules are the same" 3 "$(iptables-legacy-save | grep -c NETFLOW)"
check "nothing is in nftables" eval '! nft list table inet netflow'
silent "status" 0 ipt_netflow -m status
silent "disable" 0 ipt_netflow -m disable
check "unloaded" unloaded

test_begin "remove"
silent "enable" 0 ipt_netflow -m enable
silent "remove" 0 ipt_netflow -m remove
check "unloaded" unloaded
check "the file is gone" eval "! [ -e $CONF ]"
check "and the log" eval "! [ -e $LOG ]"
silent "remove again" 0 ipt_netflow -m remove

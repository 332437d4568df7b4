# SPDX-License-Identifier: GPL-2.0
"""What may look at each packet in prerouting. Behind it, every variant drops the packet."""

import glob
import json
import os
import subprocess

DROP = '''
table inet bench_drop {
    chain prerouting {
        type filter hook prerouting priority 0
        iif != lo drop
    }
}'''

SET = '''
table {family} bench_set {{
    set flows {{
        type {address} . {address} . inet_proto . inet_service . inet_service
        size 16777216
        flags dynamic
    }}
}}'''

UPDATE = '''
table {family} bench_set {{
    chain prerouting {{
        type filter hook prerouting priority -300
        update @flows {{ {ip} saddr . {ip} daddr . meta l4proto . udp sport . udp dport counter }}
    }}
}}'''

RULE = '''
table inet bench {{
    chain prerouting {{
        type filter hook prerouting priority -300
        {rule}
    }}
}}'''

# Flows stay until they are flushed.
SETTINGS = {'active_timeout': 3600, 'inactive_timeout': 3600, 'maxflows': 0, 'destination': ''}


def run(*command, text=None):
    done = subprocess.run(command, input=text, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        raise RuntimeError(f'{" ".join(command)}: {done.stdout}')
    return done.stdout


def nft(text):
    run('nft', '-f', '-', text=text)


def set_up():
    """What is there for all variants: the rule that drops."""
    nft(DROP)


def set_up_iptables():
    """Its tables, which stay once one was used: without the target's rule, they are there as well."""
    for command in 'iptables-legacy', 'ip6tables-legacy':
        run(command, '-t', 'raw', '-S')


def unload():
    for module in 'xt_NETFLOW', 'nft_netflow', 'nf_netflow':
        if os.path.exists(f'/sys/module/{module}'):
            run('modprobe', '-r', module)


class Nothing:
    """no rule

    Between begin() and end() it has its flows, between attach() and detach() it sees the packets.
    """
    name = 'none'
    # Whose flows they are; variants with the same have them in common.
    flows = None
    # How often each flow must be sent until all are known
    fills = 1

    def begin(self, family, settings):
        self.family = family

    def attach(self):
        pass

    def check(self, packets, known):
        """What it counted since it was attached; a sentence if that is wrong. known: no packet began a flow."""

    def detach(self):
        pass

    def end(self):
        pass


class Counter(Nothing):
    """nft's counter"""
    name = 'counter'

    def attach(self):
        nft(RULE.format(rule='counter'))

    def check(self, packets, known):
        rules = json.loads(run('nft', '-j', 'list', 'table', 'inet', 'bench'))['nftables']
        counted = [expression['counter']['packets'] for rule in rules if 'rule' in rule
                   for expression in rule['rule']['expr'] if 'counter' in expression]
        if counted != [packets]:
            return f'{counted} packets counted, {packets} sent'
        return None

    def detach(self):
        run('nft', 'delete', 'table', 'inet', 'bench')


class DynamicSet(Nothing):
    """nft's dynamic set with addresses, protocol and ports as its key and a counter in each element"""
    name = 'dynset'
    flows = 'dynset'
    # Its counters are allocated where nothing may wait: of millions in a row some are not there in time.
    fills = 2

    def begin(self, family, settings):
        self.ip = 'ip' if family == 4 else 'ip6'
        nft(SET.format(family=self.ip, address='ipv4_addr' if family == 4 else 'ipv6_addr'))

    def attach(self):
        nft(UPDATE.format(family=self.ip, ip=self.ip))

    def detach(self):
        nft(f'flush chain {self.ip} bench_set prerouting; delete chain {self.ip} bench_set prerouting')

    def end(self):
        run('nft', 'delete', 'table', self.ip, 'bench_set')


class Netflow(Nothing):
    """our own; the front ends differ"""
    flows = 'netflow'

    def begin(self, family, settings):
        self.family = family
        run('modprobe', 'nf_netflow')
        netflow_set({**SETTINGS, **settings})

    def attach(self):
        self.before = statistics()
        self.rule()

    def rule(self):
        raise NotImplementedError

    def check(self, packets, known):
        now = statistics()
        metered = now['metered_packets'] - self.before['metered_packets']
        if metered != packets:
            return f'{metered} packets metered, {packets} sent'
        flows = now['cached_flows'] - self.before['cached_flows']
        if known and flows:
            return f'{flows} flows more, though all packets were of known ones'
        return conserved(now)

    def end(self):
        run('netflowctl', 'flush')
        left = statistics()['cached_packets']
        if left:
            raise RuntimeError(f'{left} packets are in the cache after a flush')


class NetflowNft(Netflow):
    """nft's statement netflow"""
    name = 'nft'

    def rule(self):
        run('netflowctl', 'nft', '-f', '-', text=RULE.format(rule='netflow'))

    def detach(self):
        run('nft', 'delete', 'table', 'inet', 'bench')


class Earlier(NetflowNft):
    """nft's statement netflow with the modules of another checkout, which the runner brought"""
    name = 'earlier'
    flows = 'earlier'
    directory = None

    def begin(self, family, settings):
        unload()
        for module in 'nf_netflow', 'nft_netflow':
            run('insmod', f'{self.directory}/{module}.ko')
        super().begin(family, settings)

    def end(self):
        super().end()
        unload()


class IptablesRule:
    """a rule with the target NETFLOW"""

    def rule(self):
        self.command = 'iptables-legacy' if self.family == 4 else 'ip6tables-legacy'
        run(self.command, '-t', 'raw', '-A', 'PREROUTING', '-j', 'NETFLOW')

    def detach(self):
        run(self.command, '-t', 'raw', '-F', 'PREROUTING')


class Xtables(IptablesRule, Netflow):
    """the target NETFLOW of iptables"""
    name = 'xt'


class Hooks(Netflow):
    """no rule: hooks of the module's own"""
    name = 'hooks'

    def rule(self):
        netflow_set({'hooks': 'prerouting'})

    def detach(self):
        netflow_set({'hooks': ''})


class Peer(IptablesRule, Nothing):
    """another module with a target NETFLOW, which the runner brought"""
    name = 'peer'
    flows = 'peer'
    directory = None
    options = ''

    def begin(self, family, settings):
        self.family = family
        unload()
        module, = glob.glob(f'{self.directory}/*.ko')
        run('insmod', module, *self.options.split())
        os.environ['XTABLES_LIBDIR'] = f'{self.directory}/xtables:/usr/lib/x86_64-linux-gnu/xtables'

    def attach(self):
        self.rule()

    def end(self):
        del os.environ['XTABLES_LIBDIR']
        module, = glob.glob(f'{self.directory}/*.ko')
        run('rmmod', os.path.basename(module)[:-len('.ko')])


VARIANTS = {variant.name: variant for variant in
            (Nothing, Counter, DynamicSet, NetflowNft, Earlier, Xtables, Hooks, Peer)}


def netflow_set(settings):
    run('netflowctl', 'set', *(str(word) for pair in settings.items() for word in pair))


def statistics():
    return json.loads(run('netflowctl', 'stats', '--json', 'default'))[0]['statistics']


def conserved(now):
    """metered = exported + lost + cached; a sentence if not"""
    for unit in 'packets', 'bytes':
        rest = now[f'metered_{unit}'] - sum(now[f'{what}_{unit}'] for what in (
            'exported', 'lost_memory', 'lost_backlog', 'lost_no_destination', 'cached'))
        if rest:
            return f'{rest} {unit} neither exported, lost nor cached'
    return None

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
table {family} bench {{
    set flows {{
        type {address} . {address} . inet_proto . inet_service . inet_service
        size 16777216
        flags dynamic
    }}
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


def unload():
    for module in 'xt_NETFLOW', 'nft_netflow', 'nf_netflow':
        if os.path.exists(f'/sys/module/{module}'):
            run('modprobe', '-r', module)


class Nothing:
    """no rule"""
    name = 'none'

    def begin(self, family, settings):
        pass

    def check(self, packets):
        """What it counted; a sentence if that is wrong."""

    def end(self):
        pass


class Counter(Nothing):
    """nft's counter"""
    name = 'counter'

    def begin(self, family, settings):
        nft(RULE.format(rule='counter'))

    def check(self, packets):
        rules = json.loads(run('nft', '-j', 'list', 'table', 'inet', 'bench'))['nftables']
        counted = [expression['counter']['packets'] for rule in rules if 'rule' in rule
                   for expression in rule['rule']['expr'] if 'counter' in expression]
        if counted != [packets]:
            return f'{counted} packets counted, {packets} sent'
        return None

    def end(self):
        run('nft', 'delete', 'table', 'inet', 'bench')


class DynamicSet(Nothing):
    """nft's dynamic set with addresses, protocol and ports as its key and a counter in each element"""
    name = 'dynset'

    def begin(self, family, settings):
        self.family = 'ip' if family == 4 else 'ip6'
        nft(SET.format(family=self.family, ip=self.family,
                       address='ipv4_addr' if family == 4 else 'ipv6_addr'))

    def end(self):
        run('nft', 'delete', 'table', self.family, 'bench')


class Netflow(Nothing):
    """our own; the front ends differ"""

    def begin(self, family, settings):
        run('modprobe', 'nf_netflow')
        netflow_set({**SETTINGS, **settings})
        self.before = statistics()
        self.attach(family)

    def attach(self, family):
        raise NotImplementedError

    def detach(self):
        raise NotImplementedError

    def check(self, packets):
        now = statistics()
        metered = now['metered_packets'] - self.before['metered_packets']
        if metered != packets:
            return f'{metered} packets metered, {packets} sent'
        return conserved(now)

    def end(self):
        self.detach()
        run('netflowctl', 'flush')
        left = statistics()['cached_packets']
        if left:
            raise RuntimeError(f'{left} packets are in the cache after a flush')


class NetflowNft(Netflow):
    """nft's statement netflow"""
    name = 'nft'

    def attach(self, family):
        run('netflowctl', 'nft', '-f', '-', text=RULE.format(rule='netflow'))

    def detach(self):
        run('nft', 'delete', 'table', 'inet', 'bench')


class Xtables(Netflow):
    """the target NETFLOW of iptables"""
    name = 'xt'

    def attach(self, family):
        self.command = 'iptables-legacy' if family == 4 else 'ip6tables-legacy'
        run(self.command, '-t', 'raw', '-A', 'PREROUTING', '-j', 'NETFLOW')

    def detach(self):
        run(self.command, '-t', 'raw', '-F', 'PREROUTING')


class Hooks(Netflow):
    """no rule: hooks of the module's own"""
    name = 'hooks'

    def attach(self, family):
        netflow_set({'hooks': 'prerouting'})

    def detach(self):
        netflow_set({'hooks': ''})


class Peer(Nothing):
    """another module with a target NETFLOW, which the runner brought"""
    name = 'peer'
    directory = None
    options = ''

    def begin(self, family, settings):
        unload()
        self.command = 'iptables-legacy' if family == 4 else 'ip6tables-legacy'
        module, = glob.glob(f'{self.directory}/*.ko')
        run('insmod', module, *self.options.split())
        os.environ['XTABLES_LIBDIR'] = f'{self.directory}/xtables:/usr/lib/x86_64-linux-gnu/xtables'
        run(self.command, '-t', 'raw', '-A', 'PREROUTING', '-j', 'NETFLOW')

    def end(self):
        run(self.command, '-t', 'raw', '-F', 'PREROUTING')
        del os.environ['XTABLES_LIBDIR']
        module, = glob.glob(f'{self.directory}/*.ko')
        run('rmmod', os.path.basename(module)[:-len('.ko')])


VARIANTS = {variant.name: variant for variant in
            (Nothing, Counter, DynamicSet, NetflowNft, Xtables, Hooks, Peer)}


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

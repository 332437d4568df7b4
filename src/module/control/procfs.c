// SPDX-License-Identifier: GPL-2.0
/* The contents of /proc/net/stat/ipt_netflow. See procfs.h. */
#include "procfs.h"

#include <linux/jiffies.h>
#include <linux/math64.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/seq_file_net.h>

#include "exporting/destination.h"
#include "exporting/stats.h"
#include "metering/caches.h"
#include "monitor/monitor.h"
#include "monitor/namespace.h"

#define NETFLOW_PROC_NAME	"ipt_netflow"

static void netflow_show_flows(struct seq_file *seq, const struct netflow_monitor *monitor,
			       const struct netflow_stats *stats)
{
	u32 minutes = div_u64(netflow_now() - monitor->metering.peak_when, 60 * MSEC_PER_SEC);

	seq_printf(seq, "Flows: active %llu (peak %u reached %ud%uh%um ago), mem %lluK\n",
		   stats->table_flows, monitor->metering.peak_flows, minutes / 1440,
		   minutes / 60 % 24, minutes % 60, stats->memory >> 10);
}

static void netflow_show_hash(struct seq_file *seq, const struct netflow_stats *stats)
{
	u64 memory = stats->buckets * sizeof(struct netflow_bucket);
	u64 load = div64_u64(stats->table_flows * 10, max(stats->buckets, 1ULL));

	seq_printf(seq, "Hash: size %llu (mem %lluK), metric %llu.%llu, %llu.%llu, %llu.%llu, %llu.%llu. MemTraf: %llu pkt, %llu K (pdu %llu, %llu).\n",
		   stats->buckets, memory >> 10, load / 10, load % 10, load / 10, load % 10,
		   load / 10, load % 10, load / 10, load % 10, stats->cached_packets,
		   stats->cached_bytes >> 10, stats->exporter.pending_packets,
		   stats->exporter.pending_bytes);
}

static void netflow_show_rate(struct seq_file *seq, const struct netflow_rate *rate)
{
	seq_printf(seq, "Rate: %llu bits/sec, %llu packets/sec; Avg 1 min: %llu bps, %llu pps; 5 min: %llu bps, %llu pps\n",
		   rate->bps[0], rate->pps[0], rate->bps[1], rate->pps[1], rate->bps[2],
		   rate->pps[2]);
}

/* Writes one line of the table, for a CPU or for the total, which includes the sockets. */
static void netflow_show_counters(struct seq_file *seq, const char *name, const u64 *counter,
				  const struct netflow_destination_counters *sent)
{
	u64 found = counter[NETFLOW_METERED_PACKETS] - counter[NETFLOW_METERED_FLOWS];
	u64 lost = counter[NETFLOW_LOST_MEMORY_PACKETS] + counter[NETFLOW_LOST_BACKLOG_PACKETS];
	u64 lost_bytes = counter[NETFLOW_LOST_MEMORY_BYTES] +
			 counter[NETFLOW_LOST_BACKLOG_BYTES];

	seq_printf(seq, "%s stat: %6u %6llu %6llu, %4llu %4u %4llu %4llu, sock: %6llu %llu %llu, %llu K, traffic: %llu, %llu MB, drop: %llu, %llu K\n",
		   name, 0, found, counter[NETFLOW_METERED_FLOWS],
		   counter[NETFLOW_IGNORED_TRUNCATED], 0, counter[NETFLOW_LOST_MEMORY_PACKETS],
		   counter[NETFLOW_EXPIRED + NETFLOW_END_RESOURCES],
		   sent->sent_messages, sent->errors, sent->refused, sent->sent_octets >> 10,
		   counter[NETFLOW_METERED_PACKETS], counter[NETFLOW_METERED_BYTES] >> 20,
		   lost + sent->lost_packets, (lost_bytes + sent->lost_bytes) >> 10);
}

static void netflow_show_cpus(struct seq_file *seq, const struct netflow_monitor *monitor)
{
	static const struct netflow_destination_counters nothing;
	u64 counter[NETFLOW_COUNTERS];
	char name[16];
	int cpu;

	if (!monitor->metering.caches || num_online_cpus() == 1)
		return;
	for_each_present_cpu(cpu) {
		snprintf(name, sizeof(name), "cpu%d ", cpu);
		netflow_cache_counters(per_cpu_ptr(monitor->metering.caches, cpu), counter);
		netflow_show_counters(seq, name, counter, &nothing);
	}
}

static void netflow_show_sockets(struct seq_file *seq, const struct netflow_exporter *exporter)
{
	unsigned int i;

	for (i = 0; i < exporter->count; i++) {
		const struct netflow_destination *destination = exporter->destinations[i];
		const struct netflow_destination_counters *counters = &destination->counters;
		char name[160];

		netflow_destination_format(&destination->spec, name, sizeof(name));
		seq_printf(seq, "sock%u: %s, sndbuf %d, filled %u, peak %u; err: sndbuf reached %llu, connect %llu, cberr %llu, other %llu\n",
			   i, name, netflow_destination_send_buffer(destination),
			   destination->queued, destination->peak_queued, counters->would_block,
			   counters->connect_errors, counters->refused, counters->errors);
	}
}

static void netflow_sum_sockets(const struct netflow_exporter *exporter,
				struct netflow_destination_counters *sum)
{
	unsigned int i;

	memset(sum, 0, sizeof(*sum));
	for (i = 0; i < exporter->count; i++) {
		const struct netflow_destination_counters *counters =
			&exporter->destinations[i]->counters;

		sum->sent_messages += counters->sent_messages;
		sum->sent_octets += counters->sent_octets;
		sum->errors += counters->errors;
		sum->refused += counters->refused;
		sum->lost_packets += counters->lost_packets;
		sum->lost_bytes += counters->lost_bytes;
	}
}

static void netflow_show_monitor(struct seq_file *seq, struct netflow_monitor *monitor)
{
	struct netflow_exporter *exporter = &monitor->exporter;
	struct netflow_destination_counters sent;
	struct netflow_stats stats;

	netflow_caches_catch_up(&monitor->metering);
	mutex_lock(&exporter->mutex);
	netflow_stats_refresh(exporter);
	netflow_stats_sum(exporter, &stats);
	netflow_sum_sockets(exporter, &sent);
	netflow_show_flows(seq, monitor, &stats);
	netflow_show_hash(seq, &stats);
	seq_printf(seq, "Timeout: active %u, inactive %u. Maxflows %u\n",
		   monitor->settings.active_timeout, monitor->settings.inactive_timeout,
		   monitor->settings.maxflows);
	netflow_show_rate(seq, &exporter->rate);
	seq_puts(seq, "cpu#  stat: <search found new, trunc frag alloc maxflows>, sock: <ok fail cberr, bytes>, traffic: <pkt, bytes>, drop: <pkt, bytes>\n");
	netflow_show_counters(seq, "Total", stats.counter, &sent);
	netflow_show_cpus(seq, monitor);
	netflow_show_sockets(seq, exporter);
	mutex_unlock(&exporter->mutex);
}

static int netflow_proc_show(struct seq_file *seq, void *v)
{
	struct netflow_net *nn = netflow_net(seq_file_single_net(seq));

	mutex_lock(&nn->mutex);
	netflow_show_monitor(seq, nn->default_monitor);
	mutex_unlock(&nn->mutex);
	return 0;
}

static int __net_init netflow_procfs_net_init(struct net *net)
{
	return proc_create_net_single(NETFLOW_PROC_NAME, 0444, net->proc_net_stat,
				      netflow_proc_show, NULL) ? 0 : -ENOMEM;
}

static void __net_exit netflow_procfs_net_pre_exit(struct net *net)
{
	remove_proc_entry(NETFLOW_PROC_NAME, net->proc_net_stat);
}

static struct pernet_operations netflow_procfs_net_ops = {
	.init = netflow_procfs_net_init,
	.pre_exit = netflow_procfs_net_pre_exit,
};

int netflow_procfs_init(void)
{
	return register_pernet_subsys(&netflow_procfs_net_ops);
}

void netflow_procfs_exit(void)
{
	unregister_pernet_subsys(&netflow_procfs_net_ops);
}

// SPDX-License-Identifier: GPL-2.0
/* Messages on their way to one collector over UDP. See transport.h. */
#include "destination.h"

#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/ratelimit.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>
#include <linux/uio.h>
#include <net/dst.h>
#include <net/sock.h>

#include "metering/cache.h"

/* IP and UDP headers in front of a Message. */
#define NETFLOW_OVERHEAD_V4	28
#define NETFLOW_OVERHEAD_V6	48
#define NETFLOW_MTU_UNKNOWN	1280

/*
 * No longer ones but on demand, whatever the path takes: with the headers below it fits the
 * largest piece of memory that the kernel hands out readily.  One of 64 KiB needs pages in
 * a row here, and twice its size of the receiver's buffer.
 */
#define NETFLOW_MTU_MOST	min(0xffffUL, SKB_MAX_ALLOC - MAX_HEADER)

/*
 * What may be sent at once, and a Message more, before the rate of export counts: a
 * socket's usual receive buffer, 208 KiB, has room for two such bursts.
 */
#define NETFLOW_BURST_OCTETS	49152

/* Messages that are made for a destination before they are sent. */
#define NETFLOW_READY		32

/*
 * How long after a refusal who listens may be new, and how often it is told the
 * templates meanwhile. Hosts limit their refusals to about one a second: that one was
 * not repeated says nothing.
 */
#define NETFLOW_DOUBT_MS	(30 * MSEC_PER_SEC)
#define NETFLOW_DOUBT_REFRESH_MS	100

#define NETFLOW_RETRY_FIRST	(HZ / 10)
#define NETFLOW_RETRY_LAST	HZ

struct netflow_outgoing {
	struct list_head list;
	struct netflow_message message;
	u8 data[];
};

static const char *netflow_destination_name(const struct netflow_destination *destination,
					    char *buf, size_t size)
{
	netflow_destination_format(&destination->spec, buf, size);
	return buf;
}

struct netflow_destination *netflow_destination_create(struct net *net,
						       const struct netflow_destination_spec *spec)
{
	struct netflow_destination *destination = kzalloc(sizeof(*destination), GFP_KERNEL);

	if (!destination)
		return NULL;
	destination->net = net;
	destination->spec = *spec;
	INIT_LIST_HEAD(&destination->queue);
	return destination;
}

static void netflow_destination_lose(struct netflow_destination *destination,
				     struct netflow_outgoing *outgoing, u64 *cause)
{
	struct netflow_destination_counters *counters = &destination->counters;
	const struct netflow_message *message = &outgoing->message;

	*cause += message->flows;
	counters->lost_packets += message->packets;
	counters->lost_bytes += message->bytes;
	counters->queued_flows -= message->flows;
	counters->queued_packets -= message->packets;
	counters->queued_bytes -= message->bytes;
	kfree(outgoing);
}

static struct netflow_outgoing *netflow_dequeue(struct netflow_destination *destination)
{
	struct netflow_outgoing *outgoing;

	outgoing = list_first_entry(&destination->queue, struct netflow_outgoing, list);
	list_del(&outgoing->list);
	destination->queued--;
	return outgoing;
}

static void netflow_enqueue(struct netflow_destination *destination,
			    struct netflow_outgoing *outgoing)
{
	while (destination->queued && destination->queued >= destination->queue_size)
		netflow_destination_lose(destination, netflow_dequeue(destination),
					 &destination->counters.lost_queue);
	list_add_tail(&outgoing->list, &destination->queue);
	destination->queued++;
	destination->peak_queued = max(destination->peak_queued, destination->queued);
}

void netflow_destination_finish(struct netflow_destination *destination)
{
	struct netflow_outgoing *outgoing = destination->current_message;

	if (!outgoing)
		return;
	destination->current_message = NULL;
	netflow_encoder_finish(&destination->encoder, &outgoing->message);
	if (outgoing->message.len)
		netflow_enqueue(destination, outgoing);
	else
		kfree(outgoing);
}

static u32 netflow_path_mtu(const struct netflow_destination *destination)
{
	struct dst_entry *dst;
	u32 mtu = NETFLOW_MTU_UNKNOWN;

	if (!destination->sock)
		return mtu;
	dst = sk_dst_get(destination->sock->sk);
	if (dst) {
		mtu = dst_mtu(dst);
		dst_release(dst);
	}
	return mtu;
}

static u16 netflow_message_size(const struct netflow_destination *destination)
{
	u32 overhead = destination->spec.family == 4 ? NETFLOW_OVERHEAD_V4 : NETFLOW_OVERHEAD_V6;

	if (destination->max_packet_size)
		return destination->max_packet_size;
	return clamp_t(u32, netflow_path_mtu(destination), NETFLOW_MESSAGE_MIN + overhead,
		       NETFLOW_MTU_MOST) - overhead;
}

static struct netflow_time netflow_time(void)
{
	return (struct netflow_time) {
		.unix_ns = ktime_get_real_ns(),
		.uptime_ms = netflow_now(),
	};
}

/* An earlier Message has found nobody: who comes to be there knows no templates. */
static void netflow_note_refusal(struct netflow_destination *destination)
{
	destination->counters.refused++;
	destination->last_error = -ECONNREFUSED;
	destination->doubtful = true;
	destination->refused_ms = netflow_now();
	netflow_encoder_restart(&destination->encoder);
}

static void netflow_refresh_in_doubt(struct netflow_destination *destination)
{
	u64 now = netflow_now();

	if (!destination->doubtful)
		return;
	if (now - destination->refused_ms >= NETFLOW_DOUBT_MS)
		destination->doubtful = false;
	else if (now - destination->encoder.since_ms >= NETFLOW_DOUBT_REFRESH_MS)
		netflow_encoder_restart(&destination->encoder);
}

static bool netflow_destination_begin(struct netflow_destination *destination,
				      const struct netflow_exporter_stats *stats)
{
	struct netflow_outgoing *outgoing;
	u16 size;

	if (destination->current_message)
		return true;
	size = netflow_message_size(destination);
	outgoing = kmalloc(struct_size(outgoing, data, size), GFP_KERNEL | __GFP_NOWARN);
	if (!outgoing)
		return false;
	outgoing->message.data = outgoing->data;
	outgoing->message.size = size;
	if (destination->sock && sock_error(destination->sock->sk) == -ECONNREFUSED)
		netflow_note_refusal(destination);
	netflow_refresh_in_doubt(destination);
	destination->encoder.stats = *stats;
	netflow_encoder_begin(&destination->encoder, &outgoing->message, netflow_time());
	destination->current_message = outgoing;
	return true;
}

/* Encodes what has room in the Message under construction, which counts as queued. */
static int netflow_destination_encode(struct netflow_destination *destination,
				      enum netflow_family family, const struct netflow_flow *flow)
{
	struct netflow_destination_counters *counters = &destination->counters;
	struct netflow_message *message = &destination->current_message->message;
	struct netflow_message before = *message;
	int err = netflow_encoder_flow(&destination->encoder, message, family, flow);

	counters->queued_flows += message->flows - before.flows;
	counters->queued_packets += message->packets - before.packets;
	counters->queued_bytes += message->bytes - before.bytes;
	return err;
}

/* What no Message carries: all of a flow, or of a very large one in v5 the rest. */
static void netflow_destination_refuse(struct netflow_destination *destination,
				       const struct netflow_flow *flow, bool begun, u64 *cause)
{
	u64 packets = flow->packets, bytes = flow->bytes;

	if (begun)
		netflow_encoder_give_up(&destination->encoder, flow, &packets, &bytes);
	(*cause)++;
	destination->counters.lost_packets += packets;
	destination->counters.lost_bytes += bytes;
}

bool netflow_destination_flow(struct netflow_destination *destination,
			      enum netflow_family family, const struct netflow_flow *flow,
			      const struct netflow_exporter_stats *stats)
{
	struct netflow_destination_counters *counters = &destination->counters;
	bool begun = false;
	int err;

	while (netflow_destination_begin(destination, stats)) {
		err = netflow_destination_encode(destination, family, flow);
		if (!err)
			return begun;
		if (err != -EMSGSIZE) {
			netflow_destination_refuse(destination, flow, begun,
						   &counters->lost_encode);
			return begun;
		}
		begun = true;
		netflow_destination_finish(destination);
	}
	netflow_destination_refuse(destination, flow, begun, &counters->lost_memory);
	return begun;
}

bool netflow_destination_full(const struct netflow_destination *destination)
{
	return !destination->failing &&
	       destination->queued >= min_t(u32, NETFLOW_READY, destination->queue_size);
}

void netflow_destination_greet(struct netflow_destination *destination,
			       const struct netflow_exporter_stats *stats)
{
	netflow_destination_begin(destination, stats);
	netflow_destination_finish(destination);
}

/* Wait before the next try; longer each time. */
static void netflow_back_off(struct netflow_destination *destination, int err)
{
	char name[160];

	destination->counters.errors++;
	destination->last_error = err;
	if (destination->debug)
		pr_info_ratelimited("netflow: destination %s: error %d\n",
				    netflow_destination_name(destination, name, sizeof(name)),
				    err);
	if (destination->failing)
		destination->retry_delay = min_t(unsigned long, destination->retry_delay * 2,
						 NETFLOW_RETRY_LAST);
	else
		destination->retry_delay = NETFLOW_RETRY_FIRST;
	destination->failing = true;
	destination->retry_at = jiffies + destination->retry_delay;
}

static bool netflow_ensure_connected(struct netflow_destination *destination)
{
	int err;

	if (destination->sock)
		return true;
	err = netflow_socket_connect(destination);
	if (err) {
		destination->counters.connect_errors++;
		netflow_back_off(destination, err);
		return false;
	}
	if (destination->counters.sent_messages)
		destination->counters.reconnects++;
	return true;
}

static int netflow_push(struct netflow_destination *destination,
			const struct netflow_message *message)
{
	struct msghdr header = { .msg_flags = MSG_DONTWAIT | MSG_NOSIGNAL };
	struct kvec vec = { .iov_base = message->data, .iov_len = message->len };
	struct sock *sk = destination->sock->sk;
	int err;

	skb_queue_purge(&sk->sk_error_queue);
	err = kernel_sendmsg(destination->sock, &header, &vec, 1, message->len);
	if (err == -ECONNREFUSED) {
		/* That was an earlier Message's fate; this one hasn't been tried. */
		netflow_note_refusal(destination);
		err = kernel_sendmsg(destination->sock, &header, &vec, 1, message->len);
	}
	return err < 0 ? err : 0;
}

static void netflow_sent(struct netflow_destination *destination,
			 struct netflow_outgoing *outgoing)
{
	struct netflow_destination_counters *counters = &destination->counters;
	const struct netflow_message *message = &outgoing->message;

	counters->sent_messages++;
	counters->sent_octets += message->len;
	counters->sent_flows += message->flows;
	counters->sent_packets += message->packets;
	counters->sent_bytes += message->bytes;
	counters->queued_flows -= message->flows;
	counters->queued_packets -= message->packets;
	counters->queued_bytes -= message->bytes;
	if (destination->failing)
		destination->last_error = 0;
	destination->failing = false;
	kfree(outgoing);
}

/* The oldest Message. Return: 0, or an error after which to wait. */
static int netflow_send_one(struct netflow_destination *destination)
{
	struct netflow_outgoing *outgoing;
	int err;

	outgoing = list_first_entry(&destination->queue, struct netflow_outgoing, list);
	err = netflow_push(destination, &outgoing->message);
	if (!err) {
		netflow_sent(destination, netflow_dequeue(destination));
		return 0;
	}
	netflow_back_off(destination, err);
	if (err == -EAGAIN || err == -ENOBUFS)
		destination->counters.would_block++;
	if (err == -EAGAIN || err == -ENOBUFS || err == -ECONNREFUSED) {
		destination->retry_delay = max(HZ / 100, 1);
		destination->retry_at = jiffies + destination->retry_delay;
	} else {
		netflow_socket_close(destination);
		netflow_encoder_restart(&destination->encoder);
	}
	return err;
}

/* ns for so many octets at the rate of export, which is there. */
static u64 netflow_octets_ns(const struct netflow_destination *destination, u32 octets)
{
	return div_u64((u64)octets * BITS_PER_BYTE * NSEC_PER_USEC, destination->export_rate);
}

u64 netflow_destination_pause(const struct netflow_destination *destination)
{
	u64 now = ktime_get_ns();

	if (!destination->export_rate || destination->paced_ns <= now)
		return 0;
	return destination->paced_ns - now;
}

/* A generic cell rate: time that nothing was sent in counts up to one burst. */
static void netflow_note_rate(struct netflow_destination *destination, u32 octets)
{
	u64 earliest;

	if (!destination->export_rate)
		return;
	earliest = ktime_get_ns() - netflow_octets_ns(destination, NETFLOW_BURST_OCTETS);
	destination->paced_ns = max(destination->paced_ns, earliest) +
				netflow_octets_ns(destination, octets);
}

/* @paced: not faster than the rate of export. Return: true if there are more. */
static bool netflow_send_ready(struct netflow_destination *destination, bool paced)
{
	if (!destination->queued ||
	    (destination->failing && time_before(jiffies, destination->retry_at)))
		return false;
	if (!netflow_ensure_connected(destination))
		return false;
	while (destination->queued) {
		u64 before = destination->counters.sent_octets;

		if (paced && netflow_destination_pause(destination))
			return true;
		if (netflow_send_one(destination))
			return false;
		netflow_note_rate(destination, destination->counters.sent_octets - before);
	}
	return false;
}

bool netflow_destination_send(struct netflow_destination *destination)
{
	return netflow_send_ready(destination, true);
}

int netflow_destination_sndbuf(const struct netflow_destination *destination)
{
	return destination->sock ? READ_ONCE(destination->sock->sk->sk_sndbuf) : 0;
}

unsigned long netflow_destination_delay(const struct netflow_destination *destination)
{
	if (!destination->queued)
		return MAX_JIFFY_OFFSET;
	if (!destination->failing || time_after_eq(jiffies, destination->retry_at))
		return 0;
	return destination->retry_at - jiffies;
}

/* What is queued goes out, or is lost: the next session can't carry it. */
static void netflow_destination_end_session(struct netflow_destination *destination)
{
	u64 lost = destination->counters.lost_removed;
	char name[160];

	netflow_destination_finish(destination);
	netflow_send_ready(destination, false);
	while (destination->queued)
		netflow_destination_lose(destination, netflow_dequeue(destination),
					 &destination->counters.lost_removed);
	netflow_socket_close(destination);
	destination->local_port = 0;
	lost = destination->counters.lost_removed - lost;
	if (lost)
		pr_notice("netflow: destination %s: session ended with %llu flows unsent\n",
			  netflow_destination_name(destination, name, sizeof(name)), lost);
}

void netflow_destination_configure(struct netflow_destination *destination,
				   const struct netflow_settings *settings)
{
	u8 protocol = destination->spec.protocol ?: settings->protocol;

	if (destination->protocol != protocol ||
	    destination->encoder.domain != settings->observation_domain) {
		netflow_destination_end_session(destination);
		destination->protocol = protocol;
		netflow_encoder_init(&destination->encoder, protocol,
				     settings->observation_domain,
				     settings->template_refresh_packet,
				     settings->template_refresh_timeout * MSEC_PER_SEC);
	}
	destination->encoder.refresh_messages = settings->template_refresh_packet;
	destination->encoder.refresh_ms = settings->template_refresh_timeout * MSEC_PER_SEC;
	if (destination->sndbuf != settings->sndbuf)
		netflow_socket_close(destination);
	destination->sndbuf = settings->sndbuf;
	destination->max_packet_size = settings->max_packet_size;
	destination->queue_size = settings->queue_size;
	destination->export_rate = settings->export_rate;
	destination->debug = settings->debug;
}

void netflow_destination_close(struct netflow_destination *destination)
{
	netflow_destination_end_session(destination);
	kfree(destination);
}

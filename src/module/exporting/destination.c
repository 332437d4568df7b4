// SPDX-License-Identifier: GPL-2.0
/* Building Messages for one collector and sending them. See destination.h. */
#include "destination.h"

#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/netdevice.h>
#include <linux/ratelimit.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>

#include "encoding/announce.h"
#include "limits/account.h"
#include "metering/clock.h"
#include "queue.h"
#include "stats.h"
#include "udp.h"

/* Minimum MTU of every IPv6 path. */
#define NETFLOW_MTU_UNKNOWN	1280

/*
 * Maximum length of a packet whatever the path's MTU, unless max_packet_size is larger. Many
 * collectors read into a buffer that is made for Ethernet, and lose the rest without a word.
 */
#define NETFLOW_MTU_MOST	1500

/* Number of ready Messages at which they are sent before more are built. */
#define NETFLOW_READY		32

/*
 * How long after a refusal a new collector is assumed, and how often templates are repeated
 * during that time. Hosts limit refusals to about one a second, so the absence of another
 * one proves nothing.
 */
#define NETFLOW_DOUBT_MS	(30 * MSEC_PER_SEC)
#define NETFLOW_DOUBT_REFRESH_MS	100

#define NETFLOW_RETRY_FIRST	(HZ / 10)
#define NETFLOW_RETRY_LAST	HZ

static const char *netflow_destination_name(const struct netflow_destination *destination,
					    char *buf, size_t size)
{
	netflow_destination_format(&destination->spec, buf, size);
	return buf;
}

struct netflow_destination *netflow_destination_create(struct net *net, struct mutex *mutex,
						       struct netflow_account *account,
						       const struct netflow_destination_spec *spec)
{
	struct netflow_destination *destination = kzalloc(sizeof(*destination),
							  GFP_KERNEL_ACCOUNT);

	if (!destination)
		return NULL;
	destination->mutex = mutex;
	destination->account = account;
	destination->spec = *spec;
	destination->session.transport = &netflow_udp;
	destination->session.spec = &destination->spec;
	destination->session.net = net;
	INIT_LIST_HEAD(&destination->queue);
	return destination;
}

void netflow_destination_finish(struct netflow_destination *destination)
{
	struct netflow_outgoing *outgoing = destination->current_message;

	lockdep_assert_held(destination->mutex);
	if (!outgoing)
		return;
	destination->current_message = NULL;
	netflow_encoder_finish(&destination->encoder, &outgoing->message);
	if (outgoing->message.len)
		netflow_queue_add(destination, outgoing);
	else
		netflow_outgoing_free(destination, outgoing);
}

static u16 netflow_message_size(const struct netflow_destination *destination)
{
	const struct netflow_session *session = &destination->session;
	u32 overhead = session->transport->overhead(session);
	u32 mtu = 0;

	if (destination->max_packet_size)
		return destination->max_packet_size;
	if (netflow_session_is_open(session))
		mtu = session->transport->mtu(session);
	return clamp_t(u32, mtu ?: NETFLOW_MTU_UNKNOWN, NETFLOW_MESSAGE_MIN + overhead,
		       NETFLOW_MTU_MOST) - overhead;
}

static struct netflow_time netflow_time(void)
{
	return (struct netflow_time) {
		.unix_ns = ktime_get_real_ns(),
		.uptime_ms = netflow_now(),
	};
}

/* An earlier Message found the port closed; the next process to open it has no templates. */
static void netflow_note_refusal(struct netflow_destination *destination)
{
	destination->counters.refused++;
	destination->last_error = -ECONNREFUSED;
	destination->doubtful = true;
	destination->refused_ms = netflow_now();
	netflow_encoder_restart(&destination->encoder);
}

static void netflow_note_error(struct netflow_destination *destination)
{
	struct netflow_session *session = &destination->session;

	if (netflow_session_is_open(session) &&
	    session->transport->error(session) == -ECONNREFUSED)
		netflow_note_refusal(destination);
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
				      const struct netflow_options *options)
{
	struct netflow_outgoing *outgoing;

	if (destination->current_message)
		return true;
	outgoing = netflow_outgoing_create(destination, netflow_message_size(destination));
	if (!outgoing)
		return false;
	netflow_note_error(destination);
	netflow_refresh_in_doubt(destination);
	netflow_stats_complete(destination, options);
	netflow_encoder_begin(&destination->encoder, &outgoing->message, netflow_time());
	destination->current_message = outgoing;
	return true;
}

/* Adds as much as fits to the Message under construction, whose flows count as queued. */
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

/* Counts a flow, or in v5 the unsent rest of a very large one, as lost. */
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

bool netflow_destination_full(const struct netflow_destination *destination)
{
	lockdep_assert_held(destination->mutex);
	return !destination->failing &&
	       destination->queued >= min_t(u32, NETFLOW_READY, destination->queue_size);
}

/* Delays the next attempt, longer after each failure. */
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

/* Opens the session, as a process of the monitor's creator, and pays for its send buffer. */
static int netflow_open(struct netflow_destination *destination)
{
	struct netflow_session *session = &destination->session;
	struct mem_cgroup *old = set_active_memcg(destination->account->memcg);
	int err = session->transport->open(session);

	set_active_memcg(old);
	if (err)
		return err;
	destination->send_buffer = session->transport->send_buffer(session);
	if (netflow_account_charge(destination->account, destination->send_buffer))
		return 0;
	destination->send_buffer = 0;
	session->transport->close(session);
	return -ENOBUFS;
}

static bool netflow_ensure_open(struct netflow_destination *destination)
{
	struct netflow_session *session = &destination->session;
	int err;

	if (netflow_session_is_open(session))
		return true;
	err = netflow_open(destination);
	if (err) {
		destination->counters.connect_errors++;
		netflow_back_off(destination, err);
		return false;
	}
	if (destination->counters.sent_messages)
		destination->counters.reconnects++;
	return true;
}

/* A partly sent Message is sent again from its start in the next session. */
static void netflow_destination_disconnect(struct netflow_destination *destination)
{
	struct netflow_session *session = &destination->session;
	struct netflow_outgoing *outgoing = netflow_queue_oldest(destination);

	session->transport->close(session);
	netflow_account_uncharge(destination->account, destination->send_buffer);
	destination->send_buffer = 0;
	if (outgoing)
		outgoing->sent = 0;
}

/* Return: 0 when the transport has taken all of the Message, or a negative error. */
static int netflow_push(struct netflow_destination *destination,
			struct netflow_outgoing *outgoing)
{
	struct netflow_session *session = &destination->session;
	const struct netflow_message *message = &outgoing->message;
	bool refused = false;
	int sent;

	while (outgoing->sent < message->len) {
		sent = session->transport->send(session, message->data + outgoing->sent,
						message->len - outgoing->sent);
		if (sent > 0) {
			outgoing->sent += sent;
			continue;
		}
		if (sent != -ECONNREFUSED || refused)
			return sent;
		/* The error is that of an earlier Message; this one has not been sent yet. */
		refused = true;
		netflow_note_refusal(destination);
	}
	return 0;
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
	netflow_outgoing_free(destination, outgoing);
}

/* Sends the oldest Message. Return: 0, or an error after which to wait. */
static int netflow_send_one(struct netflow_destination *destination)
{
	struct netflow_outgoing *outgoing = netflow_queue_oldest(destination);
	int err = netflow_push(destination, outgoing);

	if (!err) {
		netflow_queue_remove(destination, outgoing);
		netflow_sent(destination, outgoing);
		return 0;
	}
	netflow_back_off(destination, err);
	if (err == -EAGAIN || err == -ENOBUFS)
		destination->counters.would_block++;
	if (err == -EAGAIN || err == -ENOBUFS || err == -ECONNREFUSED) {
		destination->retry_delay = max(HZ / 100, 1);
		destination->retry_at = jiffies + destination->retry_delay;
	} else {
		netflow_destination_disconnect(destination);
		netflow_encoder_restart(&destination->encoder);
	}
	return err;
}

/* Is there anything to send, and a session to send it in? */
static bool netflow_can_send(struct netflow_destination *destination)
{
	if (!destination->queued ||
	    (destination->failing && time_before(jiffies, destination->retry_at)))
		return false;
	return netflow_ensure_open(destination);
}

bool netflow_destination_send(struct netflow_destination *destination)
{
	lockdep_assert_held(destination->mutex);
	if (!netflow_can_send(destination))
		return false;
	while (destination->queued) {
		u64 before = destination->counters.sent_octets;

		if (netflow_pace_wait(&destination->pace))
			return true;
		if (netflow_send_one(destination))
			return false;
		netflow_pace_sent(&destination->pace, destination->counters.sent_octets - before);
	}
	return false;
}

/* Announcements may be many Messages: they do not push flows out of the queue. */
static void netflow_destination_drain(struct netflow_destination *destination)
{
	if (netflow_destination_full(destination))
		netflow_destination_send(destination);
}

bool netflow_destination_flow(struct netflow_destination *destination,
			      enum netflow_family family, const struct netflow_flow *flow,
			      const struct netflow_options *options)
{
	struct netflow_destination_counters *counters = &destination->counters;
	bool begun = false;
	int err;

	lockdep_assert_held(destination->mutex);
	while (netflow_destination_begin(destination, options)) {
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
		if (netflow_announcing(&destination->encoder, netflow_now()))
			netflow_destination_drain(destination);
	}
	netflow_destination_refuse(destination, flow, begun, &counters->lost_memory);
	return begun;
}

void netflow_destination_greet(struct netflow_destination *destination,
			       const struct netflow_options *options)
{
	lockdep_assert_held(destination->mutex);
	do {
		if (!netflow_destination_begin(destination, options))
			return;
		netflow_destination_finish(destination);
		netflow_destination_drain(destination);
	} while (netflow_announcing(&destination->encoder, netflow_now()));
}

void netflow_destination_send_until(struct netflow_destination *destination, u64 deadline_ns)
{
	lockdep_assert_held(destination->mutex);
	if (!netflow_can_send(destination))
		return;
	while (destination->queued && netflow_in_time(deadline_ns))
		if (netflow_send_one(destination))
			return;
}

int netflow_destination_send_buffer(const struct netflow_destination *destination)
{
	const struct netflow_session *session = &destination->session;

	lockdep_assert_held(destination->mutex);
	return netflow_session_is_open(session) ? session->transport->send_buffer(session) : 0;
}

unsigned long netflow_destination_delay(const struct netflow_destination *destination)
{
	lockdep_assert_held(destination->mutex);
	if (!destination->queued || !destination->failing)
		return MAX_JIFFY_OFFSET;
	if (time_after_eq(jiffies, destination->retry_at))
		return 0;
	return destination->retry_at - jiffies;
}

/* Sends the queue; what remains is lost, as the next session cannot carry it. */
static void netflow_destination_end_session(struct netflow_destination *destination,
					    u64 deadline_ns)
{
	u64 lost = destination->counters.lost_removed;
	struct netflow_outgoing *outgoing;
	char name[160];

	netflow_destination_finish(destination);
	netflow_destination_send_until(destination, deadline_ns);
	netflow_destination_disconnect(destination);
	while ((outgoing = netflow_queue_oldest(destination))) {
		netflow_queue_remove(destination, outgoing);
		netflow_queue_lose(destination, outgoing, &destination->counters.lost_removed);
	}
	destination->session.local_port = 0;
	lost = destination->counters.lost_removed - lost;
	if (lost)
		pr_notice_ratelimited("netflow: destination %s: session ended with %llu flows unsent\n",
				      netflow_destination_name(destination, name, sizeof(name)),
				      lost);
}

/* A reliable transport never loses templates, so they are not repeated. */
static void netflow_destination_refresh(struct netflow_destination *destination,
					const struct netflow_settings *settings)
{
	bool kept = destination->session.transport->keeps_templates;

	destination->encoder.refresh_messages = kept ? 0 : settings->template_refresh_packet;
	destination->encoder.refresh_ms =
		kept ? 0 : settings->template_refresh_timeout * MSEC_PER_SEC;
}

void netflow_destination_configure(struct netflow_destination *destination,
				   const struct netflow_settings *settings, u32 domain)
{
	u8 protocol = destination->spec.protocol ?: settings->protocol;

	lockdep_assert_held(destination->mutex);
	domain = settings->observation_domain ?: domain;
	if (destination->protocol != protocol || destination->encoder.domain != domain) {
		netflow_destination_end_session(destination, KTIME_MAX);
		destination->protocol = protocol;
		netflow_encoder_init(&destination->encoder, protocol, domain, 0, 0);
	}
	netflow_destination_refresh(destination, settings);
	if (destination->session.sndbuf != settings->sndbuf)
		netflow_destination_disconnect(destination);
	destination->session.sndbuf = settings->sndbuf;
	destination->max_packet_size = settings->max_packet_size;
	destination->queue_size = settings->queue_size;
	destination->pace.rate = settings->export_rate;
	destination->debug = settings->debug;
}

void netflow_destination_close(struct netflow_destination *destination, u64 deadline_ns)
{
	lockdep_assert_held(destination->mutex);
	netflow_destination_end_session(destination, deadline_ns);
	kfree(destination);
}

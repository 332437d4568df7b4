// SPDX-License-Identifier: GPL-2.0
#include "announce.h"

#include <linux/errno.h>
#include <linux/kernel.h>

#include "encode_ipfix.h"
#include "encode_v9.h"
#include "message.h"

/*
 * The steps of an announcement: all Templates, then the records that there is one of, the keys of
 * each Template of flows, and two for each interface.
 */
#define STEP_OPTIONS	NETFLOW_RECORDS
#define STEP_KEYS	(STEP_OPTIONS + NETFLOW_RECORD_FLOW_KEYS - NETFLOW_RECORD_METERING)
#define STEP_LINKS	(STEP_KEYS + NETFLOW_FLOW_RECORDS)

static bool templates_due(const struct netflow_encoder *enc, u64 uptime_ms)
{
	if (enc->templates_due)
		return true;
	/* An announcement of several Messages does not begin again before it has led to a flow. */
	if (!enc->flowing)
		return false;
	return (enc->refresh_messages && enc->since_messages >= enc->refresh_messages) ||
	       (enc->refresh_ms && uptime_ms - enc->since_ms >= enc->refresh_ms);
}

static bool links_changed(const struct netflow_encoder *enc)
{
	return !enc->links_told || enc->links_change != enc->options.links_change;
}

bool netflow_announcing(const struct netflow_encoder *enc, u64 uptime_ms)
{
	if (enc->protocol == NETFLOW_PROTOCOL_V5)
		return false;
	return enc->step != NETFLOW_ANNOUNCED || templates_due(enc, uptime_ms) ||
	       links_changed(enc);
}

/* Some collectors read one Options Template of a Set: each has a Set of its own. */
static int put_template(struct netflow_encoder *enc, struct netflow_message *msg,
			const struct netflow_template *template)
{
	int err = enc->protocol == NETFLOW_PROTOCOL_V9 ? netflow_v9_put_template(msg, template) :
							 netflow_ipfix_put_template(msg, template);

	if (!err && template->scopes)
		netflow_message_close_set(msg);
	return err;
}

static int put_options(struct netflow_encoder *enc, struct netflow_message *msg,
		       enum netflow_record record)
{
	const void *source = &enc->options;

	if (record == NETFLOW_RECORD_METERING_LOSS)
		source = &enc->options.ignored;
	else if (record == NETFLOW_RECORD_EXPORTING_LOSS)
		source = &enc->options.lost;
	return netflow_message_put_record(msg, &enc->templates[record], source);
}

static int put_keys(struct netflow_encoder *enc, struct netflow_message *msg,
		    enum netflow_record record)
{
	struct netflow_flow_keys keys = {
		.template_id = enc->templates[record].id,
		.mask = netflow_template_keys(&enc->templates[record]),
	};

	return netflow_message_put_record(msg, &enc->templates[NETFLOW_RECORD_FLOW_KEYS], &keys);
}

/*
 * @step: twice the number of the interface; 1 more for what only VRFs have. Since the last Message
 * there may have become fewer of them.
 */
static int put_link(struct netflow_encoder *enc, struct netflow_message *msg, u32 step)
{
	enum netflow_record record = step % 2 ? NETFLOW_RECORD_VRF : NETFLOW_RECORD_INTERFACE;
	struct netflow_link link;

	if (step / 2 >= enc->options.links)
		return 0;
	enc->options.link(enc->options.context, step / 2, &link);
	link.domain = enc->domain;
	if (!link.ifindex || (record == NETFLOW_RECORD_VRF && !link.vrf))
		return 0;
	return netflow_message_put_record(msg, &enc->templates[record], &link);
}

static int put_step(struct netflow_encoder *enc, struct netflow_message *msg)
{
	u32 step = enc->step;

	if (step < STEP_OPTIONS)
		return put_template(enc, msg, &enc->templates[step]);
	if (step < STEP_KEYS)
		return put_options(enc, msg, NETFLOW_RECORD_METERING + step - STEP_OPTIONS);
	if (step < STEP_LINKS)
		return put_keys(enc, msg, step - STEP_KEYS);
	return put_link(enc, msg, step - STEP_LINKS);
}

/* The interfaces may be many: they are not repeated with each Template. */
static bool links_due(const struct netflow_encoder *enc, u64 uptime_ms)
{
	return links_changed(enc) || uptime_ms - enc->links_ms >= NETFLOW_LINKS_REFRESH_MS;
}

static void begin_links(struct netflow_encoder *enc, u64 uptime_ms)
{
	enc->links_told = true;
	enc->links_change = enc->options.links_change;
	enc->links_ms = uptime_ms;
}

/* Return: true if that was the last step */
static bool next_step(struct netflow_encoder *enc, u64 uptime_ms)
{
	enc->step++;
	if (enc->step < STEP_LINKS)
		return false;
	if (enc->step == STEP_LINKS) {
		if (!links_due(enc, uptime_ms))
			return true;
		begin_links(enc, uptime_ms);
	}
	return (enc->step - STEP_LINKS) / 2 >= enc->options.links;
}

static void begin_announcement(struct netflow_encoder *enc, u64 uptime_ms)
{
	if (templates_due(enc, uptime_ms)) {
		enc->step = 0;
		enc->templates_due = false;
		enc->flowing = false;
		enc->since_messages = 0;
		enc->since_ms = uptime_ms;
	} else if (enc->step == NETFLOW_ANNOUNCED && links_changed(enc)) {
		begin_links(enc, uptime_ms);
		enc->step = enc->options.links ? STEP_LINKS : NETFLOW_ANNOUNCED;
	}
}

void netflow_announce(struct netflow_encoder *enc, struct netflow_message *msg)
{
	u64 uptime_ms = msg->time.uptime_ms;

	if (enc->protocol == NETFLOW_PROTOCOL_V5)
		return;
	begin_announcement(enc, uptime_ms);
	enc->options.domain = enc->domain;
	enc->options.ignored.domain = enc->domain;
	enc->options.lost.domain = enc->domain;
	while (enc->step != NETFLOW_ANNOUNCED && !put_step(enc, msg))
		if (next_step(enc, uptime_ms))
			enc->step = NETFLOW_ANNOUNCED;
}

// SPDX-License-Identifier: GPL-2.0
#include "rate.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "list.h"
#include "text.h"

/* The start of a flow is reported in ms and may vary slightly between readings. */
#define SAME_START_MS	1000

static int compare_keys(const void *a, const void *b)
{
	const struct flow *one = a, *other = b;

	return memcmp(&one->key, &other->key, sizeof(one->key));
}

/* Is @new the continuation of @old, rather than a new flow of the same key? */
static bool goes_on(const struct flow *old, const struct flow *new)
{
	return old && new->packets >= old->packets && new->bytes >= old->bytes &&
	       new->start < old->start + SAME_START_MS;
}

/* Traffic of the flow since the previous reading. */
static struct rate_row difference(const struct flow_list *old, const struct flow *flow)
{
	const struct flow *before = NULL;
	struct rate_row row = { .flows = 1 };

	if (old->count)
		before = bsearch(flow, old->flows, old->count, sizeof(*flow), compare_keys);
	if (!goes_on(before, flow))
		before = NULL;
	row.bytes[0] = flow->bytes - (before ? before->bytes : 0);
	row.packets[0] = flow->packets - (before ? before->packets : 0);
	return row;
}

static void write_flow(const struct flow *flow, char *label)
{
	const struct flow_key *key = &flow->key;
	char text[RATE_PARTS][FLOW_TEXT_SIZE];

	snprintf(label, RATE_LABEL_SIZE, "%s\t%s\t%s\t%s\t%s", flow_protocol(key, text[0]),
		 flow_endpoint(key, &key->source, key->source_port, text[1]),
		 flow_endpoint(key, &key->destination, key->destination_port, text[2]),
		 flow_interface(key->ingress, text[3]), flow_interface(flow->egress, text[4]));
}

/* The lower port is nearly always the port of the service. */
static void write_port(const struct flow *flow, char *label)
{
	const struct flow_key *key = &flow->key;
	u16 port = key->source_port < key->destination_port ? key->source_port :
							      key->destination_port;
	char name[FLOW_TEXT_SIZE];

	if (flow_has_ports(key))
		snprintf(label, RATE_LABEL_SIZE, "%s/%u", flow_protocol(key, name), port);
	else
		snprintf(label, RATE_LABEL_SIZE, "%s", flow_protocol(key, name));
}

static struct rate_row *add_row(struct rates *rates, const struct rate_row *row, int direction)
{
	struct rate_row *to = &rates->rows[rates->count++];

	*to = *row;
	if (direction) {
		to->bytes[1] = to->bytes[0];
		to->packets[1] = to->packets[0];
		to->bytes[0] = 0;
		to->packets[0] = 0;
	}
	return to;
}

/* A flow has two hosts and up to two interfaces. */
static void add_flow(struct rates *rates, const struct rate_row *row, const struct flow *flow,
		     const char *by)
{
	const struct flow_key *key = &flow->key;
	char text[FLOW_TEXT_SIZE];

	switch (by[0]) {
	case 'h':
		snprintf(add_row(rates, row, 0)->label, RATE_LABEL_SIZE, "%s",
			 flow_address(key->version, &key->destination, text));
		snprintf(add_row(rates, row, 1)->label, RATE_LABEL_SIZE, "%s",
			 flow_address(key->version, &key->source, text));
		break;
	case 'i':
		if (key->ingress)
			snprintf(add_row(rates, row, 0)->label, RATE_LABEL_SIZE, "%s",
				 flow_interface(key->ingress, text));
		if (flow->egress)
			snprintf(add_row(rates, row, 1)->label, RATE_LABEL_SIZE, "%s",
				 flow_interface(flow->egress, text));
		break;
	case 'p':
		write_port(flow, add_row(rates, row, 0)->label);
		break;
	default:
		write_flow(flow, add_row(rates, row, 0)->label);
		break;
	}
}

static void add(struct rate_row *to, const struct rate_row *from)
{
	int i;

	for (i = 0; i < 2; i++) {
		to->bytes[i] += from->bytes[i];
		to->packets[i] += from->packets[i];
	}
	to->flows += from->flows;
}

static int compare_labels(const void *a, const void *b)
{
	const struct rate_row *one = a, *other = b;

	return strcmp(one->label, other->label);
}

static void merge(struct rates *rates)
{
	struct rate_row *rows = rates->rows;
	size_t last = 0, i;

	if (!rates->count)
		return;
	qsort(rows, rates->count, sizeof(*rows), compare_labels);
	for (i = 1; i < rates->count; i++) {
		if (!strcmp(rows[last].label, rows[i].label))
			add(&rows[last], &rows[i]);
		else if (++last != i)
			rows[last] = rows[i];
	}
	rates->count = last + 1;
}

static int compare_values(const void *a, const void *b, void *data)
{
	const struct rate_row *one = a, *other = b;
	const bool *by_packets = data;
	u64 left = *by_packets ? one->packets[0] + one->packets[1] : one->bytes[0] + one->bytes[1];
	u64 right = *by_packets ? other->packets[0] + other->packets[1] :
				  other->bytes[0] + other->bytes[1];

	if (left != right)
		return left < right ? 1 : -1;
	return strcmp(one->label, other->label);
}

int rates_make(struct rates *rates, const struct flow_list *old, const struct flow_list *new,
	       const char *by, bool by_packets)
{
	struct rate_row row;
	size_t i;

	memset(rates, 0, sizeof(*rates));
	if (!new->count)
		return 0;
	rates->rows = calloc(2 * new->count, sizeof(*rates->rows));
	if (!rates->rows)
		return -ENOMEM;
	for (i = 0; i < new->count; i++) {
		row = difference(old, &new->flows[i]);
		add(&rates->total, &row);
		/* Idle flows get no row, but they count in the total. */
		if (row.packets[0])
			add_flow(rates, &row, &new->flows[i], by);
	}
	merge(rates);
	if (rates->count)
		qsort_r(rates->rows, rates->count, sizeof(*rates->rows), compare_values,
			&by_packets);
	return 0;
}

void rates_free(struct rates *rates)
{
	free(rates->rows);
	memset(rates, 0, sizeof(*rates));
}

/* SPDX-License-Identifier: GPL-2.0 */
/* Flows to be sent, and what a collector must make of them. */
#ifndef _NETFLOW_TEST_FLOWS_H
#define _NETFLOW_TEST_FLOWS_H

#include "decode.h"
#include "encoding/encoder.h"

/**
 * struct sample - a flow, with its times given relative to the Message
 * @family: selects @v4 or @v6
 * @first_age: ms from its first packet to the Message; negative: the packet is later
 * @last_age: ms from its last packet to the Message; negative: the packet is later
 * @flow: the part common to both families
 * @v4: the flow, if it is IPv4
 * @v6: the flow, if it is IPv6
 */
struct sample {
	enum netflow_family family;
	s64 first_age;
	s64 last_age;
	union {
		struct netflow_flow flow;
		struct netflow_flow_v4 v4;
		struct netflow_flow_v6 v6;
	};
};

/**
 * sample_random - make a random flow of a random family
 * @now: time of the Message
 * Return: the flow.
 */
struct sample sample_random(const struct netflow_time *now);

/**
 * sample_at - set a flow's times from its ages
 * @sample: the flow
 * @now: time of the Message
 * @first_age: new value of sample.first_age
 * @last_age: new value of sample.last_age
 */
void sample_at(struct sample *sample, const struct netflow_time *now, s64 first_age, s64 last_age);

/**
 * sample_expected - make the record that a decoder must find
 * @sample: the flow that was encoded
 * @protocol: version of the Message: 5, 9 or 10
 * @now: time of the Message
 * Return: the record.
 */
struct decoded_flow sample_expected(const struct sample *sample, u8 protocol,
				    const struct netflow_time *now);

#endif /* _NETFLOW_TEST_FLOWS_H */

/* SPDX-License-Identifier: GPL-2.0 */
/* Flows to be sent, and what a collector must make of them. */
#ifndef _NETFLOW_TEST_FLOWS_H
#define _NETFLOW_TEST_FLOWS_H

#include "decode.h"
#include "encoding/encoder.h"

/**
 * struct sample - a flow, and when it was, told in another way
 * @family: which of @v4 and @v6 it is
 * @first_age: ms from its first packet to the Message, below 0: after it
 * @last_age: likewise for its last packet
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

/** sample_random - any flow at all, of either family, with a Message at @now */
struct sample sample_random(const struct netflow_time *now);

/** sample_at - set the flow's times by its ages */
void sample_at(struct sample *sample, const struct netflow_time *now, s64 first_age, s64 last_age);

/** sample_expected - the record that a decoder must find in a Message of @protocol at @now */
struct decoded_flow sample_expected(const struct sample *sample, u8 protocol,
				    const struct netflow_time *now);

#endif /* _NETFLOW_TEST_FLOWS_H */

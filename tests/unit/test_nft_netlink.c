// SPDX-License-Identifier: GPL-2.0
/* The statement netflow in netlink and in JSON: there and back is the same. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

#include "translate/attribute.h"
#include "translate/comment.h"
#include "translate/stand_in.h"
#include "translate/nft_netflow_translate.h"
#include "test.h"

#include "uapi/nf_netflow.h"

#define SECRET	"xyz"
#define ROOM	8192

/* Messages under construction. */
struct messages {
	char data[ROOM] __attribute__((aligned(8)));
	size_t size;
};

static struct nlattr *put(struct messages *messages, int type, const void *data, size_t size)
{
	struct nlattr *nla = (struct nlattr *)(messages->data + messages->size);

	nla->nla_type = type;
	nla->nla_len = NLA_HDRLEN + size;
	if (size)
		memcpy(messages->data + messages->size + NLA_HDRLEN, data, size);
	messages->size += NLA_ALIGN(nla->nla_len);
	return nla;
}

static void put_text(struct messages *messages, int type, const char *text)
{
	put(messages, type, text, strlen(text) + 1);
}

static void end(struct messages *messages, struct nlattr *nest)
{
	nest->nla_len = messages->data + messages->size - (char *)nest;
}

static void put_expression(struct messages *messages, const char *name, int type,
			   const char *text)
{
	struct nlattr *element = put(messages, NLA_F_NESTED | NFTA_LIST_ELEM, NULL, 0), *data;

	put_text(messages, NFTA_EXPR_NAME, name);
	data = put(messages, NLA_F_NESTED | NFTA_EXPR_DATA, NULL, 0);
	put_text(messages, type, text);
	end(messages, data);
	end(messages, element);
}

/* A limit of nothing, which no kernel takes. */
static void put_guard(struct messages *messages)
{
	struct nlattr *element = put(messages, NLA_F_NESTED | NFTA_LIST_ELEM, NULL, 0), *data;
	static const uint64_t zero, one = 1;

	put_text(messages, NFTA_EXPR_NAME, "limit");
	data = put(messages, NLA_F_NESTED | NFTA_EXPR_DATA, NULL, 0);
	put(messages, NFTA_LIMIT_RATE, &zero, sizeof(zero));
	put(messages, NFTA_LIMIT_UNIT, &one, sizeof(one));
	end(messages, data);
	end(messages, element);
}

/* One expression: "=NAME" the expression netflow, "-NAME" a stand-in, "!" a guard, or log. */
static void put_one(struct messages *messages, const char *what)
{
	char text[128];

	if (*what == '!') {
		put_guard(messages);
		return;
	}
	if (*what == '=') {
		put_expression(messages, "netflow", NFTA_NETFLOW_MONITOR, what + 1);
		return;
	}
	if (*what == '-')
		snprintf(text, sizeof(text), "%c%s%s", strcmp(what + 1, "default") ? 2 : 1, SECRET,
			 what + 1);
	else
		snprintf(text, sizeof(text), "%s", what);
	put_expression(messages, "log", NFTA_LOG_PREFIX, text);
}

/* A rule of some expressions, NULL at the end; @comment as nft has it, or NULL. */
static struct nlmsghdr *put_rule(struct messages *messages, int type, const char *const *what,
				 const char *comment)
{
	struct nlmsghdr *nlh = (struct nlmsghdr *)(messages->data + messages->size);
	struct nfgenmsg nfg = { .nfgen_family = 1 };
	char userdata[256];
	struct nlattr *list;

	*nlh = (struct nlmsghdr){ .nlmsg_type = NFNL_SUBSYS_NFTABLES << 8 | type,
				  .nlmsg_seq = 7 };
	messages->size += NLMSG_HDRLEN;
	memcpy(messages->data + messages->size, &nfg, sizeof(nfg));
	messages->size += sizeof(nfg);
	put_text(messages, NFTA_RULE_TABLE, "netflow");
	put_text(messages, NFTA_RULE_CHAIN, "c");
	list = put(messages, NLA_F_NESTED | NFTA_RULE_EXPRESSIONS, NULL, 0);
	for (; *what; what++)
		put_one(messages, *what);
	end(messages, list);
	if (comment) {
		userdata[0] = 0;
		userdata[1] = strlen(comment) + 1;
		strcpy(userdata + 2, comment);
		put(messages, NFTA_RULE_USERDATA, userdata, 2 + userdata[1]);
	}
	nlh->nlmsg_len = messages->data + messages->size - (char *)nlh;
	return nlh;
}

static bool same(const struct messages *left, const struct messages *right)
{
	return left->size == right->size && !memcmp(left->data, right->data, left->size);
}

#define RULE(...)	((const char *const[]){ __VA_ARGS__, NULL })

/* Stand-ins and expressions of the same rules. */
static const struct {
	const char *const *stand_ins;
	const char *const *expressions;
	int count;
} rules[] = {
	{ RULE("-default"), RULE("=default"), 1 },
	{ RULE("-w"), RULE("=w"), 1 },
	{ RULE("-wan"), RULE("=wan"), 1 },
	{ RULE("-wide"), RULE("=wide"), 1 },
	{ RULE("-a23456789012345678901234567890b"), RULE("=a23456789012345678901234567890b"), 1 },
	{ RULE("a", "-x", "b"), RULE("a", "=x", "b"), 1 },
	{ RULE("-x", "-default", "b"), RULE("=x", "=default", "b"), 2 },
	{ RULE("netflow", "\001abcdefault"), RULE("netflow", "\001abcdefault"), 0 },
};

TEST(expressions_and_stand_ins_are_of_one_size)
{
	size_t i, size;
	int left_out = 0;

	for (i = 0; i < ARRAY_SIZE(rules); i++) {
		struct messages there = { .size = 0 }, expected = { .size = 0 }, again;

		put_rule(&there, NFT_MSG_NEWRULE, rules[i].stand_ins, "x");
		put_rule(&expected, NFT_MSG_NEWRULE, rules[i].expressions, "x");
		comment_hide((struct nlmsghdr *)expected.data);
		again = there;
		CHECK_EQ(nft_netflow_to_kernel(SECRET, there.data, there.size), rules[i].count);
		CHECK(same(&there, &expected));
		size = there.size;
		CHECK_EQ(nft_netflow_to_user(SECRET, there.data, &size, &left_out), rules[i].count);
		CHECK_EQ(size, there.size);
		CHECK(same(&there, &again));
	}
	CHECK_EQ(left_out, 0);
}

TEST(several_messages_and_other_types)
{
	struct messages batch = { .size = 0 }, before;
	size_t size;
	int left_out = 0;

	put_rule(&batch, NFT_MSG_NEWRULE, RULE("-a"), NULL);
	put_rule(&batch, NFT_MSG_DELRULE, RULE("x", "-b"), "comment");
	put_rule(&batch, NFT_MSG_NEWSET, RULE("-c"), NULL);
	put_rule(&batch, NFT_MSG_NEWRULE, RULE("-d"), NULL);
	before = batch;
	CHECK_EQ(nft_netflow_to_kernel(SECRET, batch.data, batch.size), 3);
	size = batch.size;
	CHECK_EQ(nft_netflow_to_user(SECRET, batch.data, &size, &left_out), 3);
	CHECK(size == batch.size && same(&batch, &before));
}

/* Without a record there is nothing but the rule; with it, the rule comes back whole. */
static void check_left_out(const char *const *stand_ins, const char *const *without, int count,
			   const char *comment)
{
	struct messages batch = { .size = 0 }, rest = { .size = 0 }, out = { .size = 0 }, plain;
	struct nft_netflow_left left;
	size_t size, userdata;
	int left_out = 0;

	put_rule(&batch, NFT_MSG_NEWRULE, stand_ins, comment);
	put_rule(&rest, NFT_MSG_NEWRULE, without, comment);
	out.size = nft_netflow_leave_out(SECRET, batch.data, batch.size, out.data, &left);
	CHECK_EQ(left.statements, count);
	CHECK_EQ(left.unrecorded, 0);
	CHECK(out.size <= nft_netflow_room(batch.size));
	/* All but the user data is as if the statements had never been there. */
	plain = out;
	CHECK_EQ(nft_netflow_to_kernel(SECRET, plain.data, plain.size), 0);
	CHECK(same(&plain, &out));
	userdata = comment ? NLA_ALIGN(NLA_HDRLEN + 2 + strlen(comment) + 1) : 0;
	CHECK(!memcmp(out.data + NLMSG_HDRLEN, rest.data + NLMSG_HDRLEN,
		      rest.size - NLMSG_HDRLEN - userdata));
	size = out.size;
	CHECK_EQ(nft_netflow_to_user(SECRET, out.data, &size, &left_out), count);
	CHECK_EQ(left_out, count);
	CHECK(size <= out.size);
	out.size = size;
	CHECK(same(&out, &batch));
}

TEST(what_is_left_out_comes_back)
{
	static const char *const comments[] = { NULL, "x", "abc", "twenty characters 20" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(comments); i++) {
		check_left_out(RULE("-default"), RULE(NULL), 1, comments[i]);
		check_left_out(RULE("-wan", "a"), RULE("a"), 1, comments[i]);
		check_left_out(RULE("a", "-wan", "b"), RULE("a", "b"), 1, comments[i]);
		check_left_out(RULE("a", "-wan", "-default", "b", "-x"), RULE("a", "b"), 3,
			       comments[i]);
		check_left_out(RULE("-a23456789012345678901234567890b", "b"), RULE("b"), 1,
			       comments[i]);
	}
}

#define LONG	"-a23456789012345678901234567890b"

TEST(what_has_no_room_is_told)
{
	struct messages batch = { .size = 0 }, out;
	struct nft_netflow_left left;
	char comment[126];

	memset(comment, 'c', sizeof(comment) - 1);
	comment[sizeof(comment) - 1] = '\0';
	put_rule(&batch, NFT_MSG_NEWRULE, RULE(LONG, LONG, LONG), comment);
	nft_netflow_leave_out(SECRET, batch.data, batch.size, out.data, &left);
	CHECK_EQ(left.statements, 3);
	CHECK_EQ(left.unrecorded, 1);
}

TEST(bad_names_are_counted)
{
	struct messages batch = { .size = 0 }, out;
	struct nft_netflow_left left;

	put_rule(&batch, NFT_MSG_NEWRULE, RULE("-a/b", "-wan", "-"), NULL);
	nft_netflow_leave_out(SECRET, batch.data, batch.size, out.data, &left);
	CHECK_EQ(left.statements, 3);
	CHECK_EQ(left.bad_names, 2);
}

TEST(other_messages_are_copied)
{
	struct messages batch = { .size = 0 }, out;
	struct nft_netflow_left left;

	put_rule(&batch, NFT_MSG_NEWRULE, RULE("a", "=b"), "x");
	put_rule(&batch, NFT_MSG_NEWSET, RULE("-a"), NULL);
	out.size = nft_netflow_leave_out(SECRET, batch.data, batch.size, out.data, &left);
	CHECK(same(&batch, &out));
	CHECK_EQ(left.statements, 0);
}

/* An answer that complains about an offset. */
static void check_ack(const struct nft_netflow_left *left, u32 given, u32 expected)
{
	struct messages answer = { .size = NLMSG_HDRLEN };
	struct nlmsghdr *nlh = (struct nlmsghdr *)answer.data;
	struct nlmsgerr error = { .error = -2, .msg = { .nlmsg_len = 100, .nlmsg_seq = 7 } };
	u32 found;

	memset(answer.data, 0, sizeof(answer.data));
	memcpy(answer.data + answer.size, &error, sizeof(error));
	answer.size += sizeof(error) + 100 - NLMSG_HDRLEN;
	put_text(&answer, NLMSGERR_ATTR_MSG, "why");
	put(&answer, NLMSGERR_ATTR_OFFS, &given, sizeof(given));
	*nlh = (struct nlmsghdr){ .nlmsg_len = answer.size, .nlmsg_type = NLMSG_ERROR,
				  .nlmsg_flags = NLM_F_ACK_TLVS };
	nft_netflow_acks(left, answer.data, answer.size);
	memcpy(&found, answer.data + answer.size - sizeof(found), sizeof(found));
	CHECK_EQ(found, expected);
}

TEST(errors_have_the_offsets_of_what_nft_sent)
{
	struct messages batch = { .size = 0 }, out;
	struct nft_netflow_left left;
	u32 a, x;

	put_rule(&batch, NFT_MSG_NEWRULE, RULE("first", "-wan", "second"), NULL);
	nft_netflow_leave_out(SECRET, batch.data, batch.size, out.data, &left);
	CHECK_EQ(left.cuts, 1);
	a = left.cut[0].offset;
	x = left.cut[0].size;
	CHECK_EQ(x, stand_in_size(3));
	check_ack(&left, 20, 20);
	check_ack(&left, a - 4, a - 4);
	check_ack(&left, a, a + x);
	check_ack(&left, a + 8, a + x + 8);
}

/* Whatever comes, nothing outside of the messages is read or written. */
TEST(mutilated_messages_do_no_harm)
{
	struct nft_netflow_left left;
	int i, n, left_out = 0;

	for (i = 0; i < 100000; i++) {
		struct messages batch = { .size = 0 }, without;
		size_t size;
		char *data, *out;

		put_rule(&batch, NFT_MSG_NEWRULE, RULE("a", "-wan", "=default"), "comment");
		if (i % 2) {
			without.size = nft_netflow_leave_out(SECRET, batch.data, batch.size,
							     without.data, &left);
			batch = without;
		}
		size = batch.size - test_random() % 8;
		data = malloc(size);
		memcpy(data, batch.data, size);
		for (n = test_random() % 4; n > 0; n--)
			data[test_random() % size] = test_random() % 3 ? test_random() : 0;
		out = malloc(nft_netflow_room(size));
		nft_netflow_leave_out(SECRET, data, size, out, &left);
		nft_netflow_to_kernel(SECRET, data, size);
		nft_netflow_acks(&left, data, size);
		nft_netflow_to_user(SECRET, data, &size, &left_out);
		free(out);
		free(data);
	}
	CHECK(left_out > 1000);
}

/* Return: the expressions of the first rule, by their names. */
static const char *expressions(struct messages *messages)
{
	static char names[256];
	struct nlattr *list, *name;
	struct span span;

	list = attribute_find(rule_attributes((struct nlmsghdr *)messages->data),
			      NFTA_RULE_EXPRESSIONS);
	names[0] = '\0';
	for (span = attribute_inside(list); attribute_at(span); span = attribute_next(span)) {
		name = attribute_find(attribute_inside(attribute_at(span)), NFTA_EXPR_NAME);
		strcat(strcat(names, (char *)name + NLA_HDRLEN), " ");
	}
	return names;
}

/* With its guard a stand-in is refused; without a stand-in a limit is one of the user's. */
#define LIMIT "limit "

TEST(a_guard_becomes_part_of_the_expression)
{
	struct messages batch = { .size = 0 }, without = { .size = 0 };
	struct nft_netflow_left left;

	put_rule(&batch, NFT_MSG_NEWRULE, RULE("a", "-wan", "!", "!", "-default", "!", "b"), NULL);
	CHECK_TEXT(expressions(&batch), "log log " LIMIT LIMIT "log " LIMIT "log ");
	without.size = nft_netflow_leave_out(SECRET, batch.data, batch.size, without.data, &left);
	CHECK_TEXT(expressions(&without), "log limit log ");
	CHECK_EQ(left.statements, 2);
	CHECK_EQ(nft_netflow_to_kernel(SECRET, batch.data, batch.size), 2);
	CHECK_TEXT(expressions(&batch), "log netflow limit netflow log ");
}

/* Return: the type of the first part of the rule's user data. */
static int userdata_type(struct messages *messages)
{
	struct nlattr *nla = attribute_find(rule_attributes((struct nlmsghdr *)messages->data),
					    NFTA_RULE_USERDATA);

	return ((unsigned char *)nla)[NLA_HDRLEN];
}

/* Another nft would list a rule of only a comment, which it cannot load. */
TEST(a_comment_alone_is_hidden)
{
	struct messages rule = { .size = 0 }, other = { .size = 0 }, without = { .size = 0 };
	struct nft_netflow_left left;
	int left_out = 0;

	put_rule(&rule, NFT_MSG_NEWRULE, RULE("-wan", "!", "-default", "!"), "comment");
	without.size = nft_netflow_leave_out(SECRET, rule.data, rule.size, without.data, &left);
	CHECK(userdata_type(&without) != 0);
	nft_netflow_to_user(SECRET, without.data, &without.size, &left_out);
	CHECK_EQ(userdata_type(&without), 0);
	nft_netflow_to_kernel(SECRET, rule.data, rule.size);
	CHECK(userdata_type(&rule) != 0);
	nft_netflow_to_user(SECRET, rule.data, &rule.size, &left_out);
	CHECK_EQ(userdata_type(&rule), 0);
	put_rule(&other, NFT_MSG_NEWRULE, RULE("-wan", "!", "log"), "comment");
	nft_netflow_to_kernel(SECRET, other.data, other.size);
	CHECK_EQ(userdata_type(&other), 0);
}

#define GUARD	"{\"limit\":{\"rate\":0,\"per\":\"second\"}}"

static void check_json(const char *given, const char *between, int count)
{
	json_t *root = json_loads(given, 0, NULL);
	char *text;

	CHECK_EQ(nft_netflow_json_in(SECRET, root), count);
	text = json_dumps(root, JSON_COMPACT);
	CHECK_TEXT(text, between);
	free(text);
	CHECK_EQ(nft_netflow_json_out(SECRET, root), count);
	text = json_dumps(root, JSON_COMPACT);
	CHECK_TEXT(text, given);
	free(text);
	json_decref(root);
}

TEST(json_there_and_back)
{
	static const char *const others[] = {
		"{\"table\":{\"name\":\"netflow\"}}", "{\"netflow\":5}",
		"{\"netflow\":{\"monitor\":\"a/b\"}}",
		"{\"netflow\":{\"monitor\":\"a\",\"x\":1}}",
		"{\"log\":{\"prefix\":\"netflow\"}}",
	};
	size_t i;

	check_json("{\"expr\":[{\"netflow\":null}]}",
		   "{\"expr\":[{\"log\":{\"prefix\":\"\\u0001xyzdefault\"}}," GUARD "]}", 1);
	check_json("[{\"netflow\":{\"monitor\":\"w\"}},{\"netflow\":{\"monitor\":\"v\"}}]",
		   "[{\"log\":{\"prefix\":\"\\u0002xyzw\"}}," GUARD
		   ",{\"log\":{\"prefix\":\"\\u0002xyzv\"}}," GUARD "]", 2);
	for (i = 0; i < ARRAY_SIZE(others); i++)
		check_json(others[i], others[i], 0);
}

// SPDX-License-Identifier: GPL-2.0
/*
 * A module with mistakes to order, to see that the lab finds them.
 *
 * insmod faulty.ko mistake=NAME makes one of them while it loads.
 */
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

static char *mistake = "";
module_param(mistake, charp, 0444);
MODULE_PARM_DESC(mistake, "which mistake to make");

static DEFINE_MUTEX(first);
static DEFINE_MUTEX(second);
static DEFINE_SPINLOCK(spin);
static int __rcu *published;

static noinline void warn(void)
{
	WARN(1, "faulty: on purpose\n");
}

/* Several, as the last one's address may linger on the stack. */
static noinline void leak(void)
{
	void *buffer;
	int i;

	for (i = 0; i < 8; i++) {
		buffer = kmalloc(100, GFP_KERNEL);
		OPTIMIZER_HIDE_VAR(buffer);
	}
}

static noinline void use_after_free(void)
{
	char *buffer = kmalloc(100, GFP_KERNEL);

	kfree(buffer);
	OPTIMIZER_HIDE_VAR(buffer);
	READ_ONCE(buffer[7]);
}

static noinline void lock_out_of_order(void)
{
	mutex_lock(&first);
	mutex_lock(&second);
	mutex_unlock(&second);
	mutex_unlock(&first);

	mutex_lock(&second);
	mutex_lock(&first);
	mutex_unlock(&first);
	mutex_unlock(&second);
}

static noinline void sleep_in_atomic(void)
{
	spin_lock(&spin);
	msleep(20);
	spin_unlock(&spin);
}

static noinline void read_without_rcu(void)
{
	if (rcu_dereference(published))
		pr_info("not reached\n");
}

static const struct {
	const char *name;
	void (*make)(void);
} mistakes[] = {
	{ "warn", warn },
	{ "leak", leak },
	{ "use_after_free", use_after_free },
	{ "lock_out_of_order", lock_out_of_order },
	{ "sleep_in_atomic", sleep_in_atomic },
	{ "read_without_rcu", read_without_rcu },
};

static int __init faulty_init(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(mistakes); i++) {
		if (!strcmp(mistake, mistakes[i].name)) {
			mistakes[i].make();
			return 0;
		}
	}
	return *mistake ? -EINVAL : 0;
}

static void __exit faulty_exit(void)
{
}

module_init(faulty_init);
module_exit(faulty_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Mistakes to order, for the self-test of the lab");

/* SPDX-License-Identifier: GPL-2.0 */
/* The shell's completion. */
#ifndef _CTL_APP_COMPLETE_H
#define _CTL_APP_COMPLETE_H

/** complete - tell what the last of the words may become */
int complete(int argc, char **argv);

#endif /* _CTL_APP_COMPLETE_H */

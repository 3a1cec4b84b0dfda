/* A file system for SQLite that loses power and fails on demand; for tests only.
 *
 * It writes through to the system's own file system and keeps, for each file, what was synced and each write since then.
 * At a cut, what was synced stays; of the rest each write stays, goes, or stays in some of its sectors, by seed. */
#ifndef FAULT_VFS_H
#define FAULT_VFS_H

#include <stdint.h>

typedef struct fault_world fault_world;

/* Makes a world and registers it as a file system under this name. NULL when there is no memory. */
fault_world *fault_world_create(const char *name, uint64_t seed);

/* Unregisters and frees it; all its files must be closed. */
void fault_world_destroy(fault_world *world);

/* From now on, of a million writes or syncs so many fail, with SQLITE_FULL or an I/O error, half of the writes after a part
 * of them was done. 0 ends it. */
void fault_world_fail(fault_world *world, uint32_t of_a_million);

/* The power goes after so many more writes and syncs; 0: now. Whatever is asked of the files then fails. */
void fault_world_cut(fault_world *world, uint32_t after);

/* Whether the power is gone. */
int fault_world_is_dead(fault_world *world);

/* The power is back: puts on the files what a disk would hold. All files must be closed. Returns how many writes were lost
 * or torn, -1 when a file could not be written. */
int fault_world_settle(fault_world *world);

/* How often bytes were read, written and synced so far. */
void fault_world_counts(fault_world *world, uint64_t *reads, uint64_t *read_bytes, uint64_t *writes, uint64_t *syncs);

#endif

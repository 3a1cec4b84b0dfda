#include "fault_vfs.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { sector = 512, most_files = 64 };

typedef struct pending {
    struct pending *next;
    int is_truncate;
    sqlite3_int64 offset;
    int size;
    unsigned char bytes[];
} pending;

typedef struct {
    char *path;
    unsigned char *durable;
    size_t size, capacity;
    pending *first, *last;
} file_state;

struct fault_world {
    sqlite3_vfs vfs;
    sqlite3_vfs *real;
    char *name;
    pthread_mutex_t lock;
    uint64_t random;
    uint32_t fail;
    uint32_t cut_after;
    int is_cutting, is_dead;
    uint64_t reads, read_bytes, writes, syncs;
    file_state files[most_files];
    int count;
};

typedef struct {
    sqlite3_file base;
    fault_world *world;
    file_state *state;
    sqlite3_file *real;
} fault_file;

static uint64_t next_random(fault_world *world) {
    uint64_t mixed = world->random += 0x9E3779B97F4A7C15u;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

static int reserve(file_state *state, size_t size) {
    if (size <= state->capacity) return 1;
    size_t capacity = size * 2;
    unsigned char *bytes = realloc(state->durable, capacity);
    if (!bytes) return 0;
    memset(bytes + state->capacity, 0, capacity - state->capacity);
    state->durable = bytes;
    state->capacity = capacity;
    return 1;
}

static void put(file_state *state, sqlite3_int64 offset, const unsigned char *bytes, size_t size) {
    if (!reserve(state, (size_t)offset + size)) return;
    memcpy(state->durable + offset, bytes, size);
    if (state->size < (size_t)offset + size) state->size = (size_t)offset + size;
}

static void truncate_state(file_state *state, sqlite3_int64 size) {
    if ((size_t)size > state->size) return;
    memset(state->durable + size, 0, state->size - (size_t)size);
    state->size = (size_t)size;
}

static void apply(file_state *state, const pending *write) {
    if (write->is_truncate) truncate_state(state, write->offset);
    else put(state, write->offset, write->bytes, (size_t)write->size);
}

static void forget(file_state *state) {
    while (state->first) {
        pending *next = state->first->next;
        free(state->first);
        state->first = next;
    }
    state->last = NULL;
}

static file_state *find(fault_world *world, const char *path) {
    for (int i = 0; i < world->count; i++)
        if (!strcmp(world->files[i].path, path)) return &world->files[i];
    if (world->count == most_files) return NULL;
    file_state *state = &world->files[world->count++];
    memset(state, 0, sizeof *state);
    state->path = strdup(path);
    /* What is there when the world begins is on disk. */
    FILE *file = fopen(path, "rb");
    if (file) {
        unsigned char buffer[65536];
        size_t got;
        while ((got = fread(buffer, 1, sizeof buffer, file)) > 0) put(state, (sqlite3_int64)state->size, buffer, got);
        fclose(file);
    }
    return state;
}

static int append(file_state *state, int is_truncate, sqlite3_int64 offset, const void *bytes, int size) {
    pending *write = malloc(sizeof *write + (size_t)size);
    if (!write) return 0;
    *write = (pending){.is_truncate = is_truncate, .offset = offset, .size = size};
    if (size) memcpy(write->bytes, bytes, (size_t)size);
    if (state->last) state->last->next = write;
    else state->first = write;
    state->last = write;
    return 1;
}

/* Counts towards the cut; whether the power is gone. */
static int step(fault_world *world) {
    if (world->is_cutting && !world->is_dead && world->cut_after-- == 0) world->is_dead = 1;
    return world->is_dead;
}

static int fails(fault_world *world) { return world->fail && next_random(world) % 1000000 < world->fail; }

static fault_file *of(sqlite3_file *file) { return (fault_file *)file; }

static int fault_close(sqlite3_file *file) { return of(file)->real->pMethods->xClose(of(file)->real); }

static int fault_read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 offset) {
    fault_world *world = of(file)->world;
    pthread_mutex_lock(&world->lock);
    world->reads++;
    world->read_bytes += (uint64_t)size;
    int dead = world->is_dead;
    pthread_mutex_unlock(&world->lock);
    if (dead) return SQLITE_IOERR_READ;
    return of(file)->real->pMethods->xRead(of(file)->real, bytes, size, offset);
}

static int write_locked(fault_file *file, const void *bytes, int size, sqlite3_int64 offset) {
    fault_world *world = file->world;
    world->writes++;
    if (step(world)) return SQLITE_IOERR_WRITE;
    int code = SQLITE_OK;
    if (fails(world)) {
        code = next_random(world) % 2 ? SQLITE_FULL : SQLITE_IOERR_WRITE;
        size = next_random(world) % 2 ? 0 : (int)(next_random(world) % (uint64_t)size);
        if (!size) return code;
    }
    if (!append(file->state, 0, offset, bytes, size)) return SQLITE_NOMEM;
    int done = file->real->pMethods->xWrite(file->real, bytes, size, offset);
    return code ? code : done;
}

static int fault_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset) {
    fault_world *world = of(file)->world;
    pthread_mutex_lock(&world->lock);
    int code = write_locked(of(file), bytes, size, offset);
    pthread_mutex_unlock(&world->lock);
    return code;
}

static int fault_truncate(sqlite3_file *file, sqlite3_int64 size) {
    fault_world *world = of(file)->world;
    pthread_mutex_lock(&world->lock);
    int code = SQLITE_IOERR_TRUNCATE;
    if (!step(world)) {
        code = append(of(file)->state, 1, size, NULL, 0) ? SQLITE_OK : SQLITE_NOMEM;
        if (!code) code = of(file)->real->pMethods->xTruncate(of(file)->real, size);
    }
    pthread_mutex_unlock(&world->lock);
    return code;
}

static int fault_sync(sqlite3_file *file, int flags) {
    (void)flags;
    fault_world *world = of(file)->world;
    file_state *state = of(file)->state;
    pthread_mutex_lock(&world->lock);
    int code = SQLITE_OK;
    world->syncs++;
    if (step(world) || fails(world)) {
        code = SQLITE_IOERR_FSYNC;
    } else {
        for (pending *write = state->first; write; write = write->next) apply(state, write);
        forget(state);
    }
    pthread_mutex_unlock(&world->lock);
    return code;
}

static int fault_size(sqlite3_file *file, sqlite3_int64 *size) {
    return of(file)->real->pMethods->xFileSize(of(file)->real, size);
}

static int fault_lock(sqlite3_file *file, int level) { return of(file)->real->pMethods->xLock(of(file)->real, level); }

static int fault_unlock(sqlite3_file *file, int level) {
    return of(file)->real->pMethods->xUnlock(of(file)->real, level);
}

static int fault_is_locked(sqlite3_file *file, int *result) {
    return of(file)->real->pMethods->xCheckReservedLock(of(file)->real, result);
}

static int fault_control(sqlite3_file *file, int operation, void *argument) {
    return of(file)->real->pMethods->xFileControl(of(file)->real, operation, argument);
}

static int fault_sector(sqlite3_file *file) {
    (void)file;
    return sector;
}

/* Nothing is promised: no write is atomic, and none of them is ordered. */
static int fault_traits(sqlite3_file *file) {
    (void)file;
    return 0;
}

static int fault_map(sqlite3_file *file, int page, int size, int extend, void volatile **memory) {
    return of(file)->real->pMethods->xShmMap(of(file)->real, page, size, extend, memory);
}

static int fault_map_lock(sqlite3_file *file, int offset, int count, int flags) {
    return of(file)->real->pMethods->xShmLock(of(file)->real, offset, count, flags);
}

static void fault_barrier(sqlite3_file *file) { of(file)->real->pMethods->xShmBarrier(of(file)->real); }

static int fault_unmap(sqlite3_file *file, int remove) {
    return of(file)->real->pMethods->xShmUnmap(of(file)->real, remove);
}

/* Version 2: without reading through mapped memory, which could not be counted. */
static const sqlite3_io_methods methods = {
    2,           fault_close,   fault_read,    fault_write,  fault_truncate, fault_sync,     fault_size,
    fault_lock,  fault_unlock,  fault_is_locked, fault_control, fault_sector, fault_traits,   fault_map,
    fault_map_lock, fault_barrier, fault_unmap, NULL,         NULL};

static int fault_open(sqlite3_vfs *vfs, sqlite3_filename path, sqlite3_file *file, int flags, int *out) {
    fault_world *world = vfs->pAppData;
    fault_file *opened = of(file);
    memset(opened, 0, sizeof *opened);
    opened->world = world;
    opened->real = (sqlite3_file *)(opened + 1);
    pthread_mutex_lock(&world->lock);
    int code = world->is_dead || !path ? SQLITE_CANTOPEN : SQLITE_OK;
    if (!code && !(opened->state = find(world, path))) code = SQLITE_NOMEM;
    pthread_mutex_unlock(&world->lock);
    if (!code) code = world->real->xOpen(world->real, path, opened->real, flags, out);
    if (!code) opened->base.pMethods = &methods;
    return code;
}

static int fault_delete(sqlite3_vfs *vfs, const char *path, int sync_folder) {
    fault_world *world = vfs->pAppData;
    pthread_mutex_lock(&world->lock);
    int code = SQLITE_IOERR_DELETE;
    if (!step(world)) {
        code = world->real->xDelete(world->real, path, sync_folder);
        file_state *state = find(world, path);
        if (!code && state) {
            forget(state);
            truncate_state(state, 0);
        }
    }
    pthread_mutex_unlock(&world->lock);
    return code;
}

static int fault_access(sqlite3_vfs *vfs, const char *path, int flags, int *result) {
    fault_world *world = vfs->pAppData;
    return world->real->xAccess(world->real, path, flags, result);
}

static int fault_full_path(sqlite3_vfs *vfs, const char *path, int size, char *result) {
    fault_world *world = vfs->pAppData;
    return world->real->xFullPathname(world->real, path, size, result);
}

static int fault_randomness(sqlite3_vfs *vfs, int size, char *bytes) {
    fault_world *world = vfs->pAppData;
    pthread_mutex_lock(&world->lock);
    for (int i = 0; i < size; i++) bytes[i] = (char)next_random(world);
    pthread_mutex_unlock(&world->lock);
    return size;
}

static int fault_sleep(sqlite3_vfs *vfs, int microseconds) {
    fault_world *world = vfs->pAppData;
    return world->real->xSleep(world->real, microseconds);
}

static int fault_time(sqlite3_vfs *vfs, double *days) {
    fault_world *world = vfs->pAppData;
    return world->real->xCurrentTime(world->real, days);
}

static int fault_last_error(sqlite3_vfs *vfs, int size, char *text) {
    fault_world *world = vfs->pAppData;
    return world->real->xGetLastError ? world->real->xGetLastError(world->real, size, text) : 0;
}

fault_world *fault_world_create(const char *name, uint64_t seed) {
    sqlite3_initialize();
    fault_world *world = calloc(1, sizeof *world);
    if (!world) return NULL;
    world->real = sqlite3_vfs_find(NULL);
    world->name = strdup(name);
    world->random = seed;
    pthread_mutex_init(&world->lock, NULL);
    world->vfs = (sqlite3_vfs){
        .iVersion = 1,
        .szOsFile = (int)sizeof(fault_file) + world->real->szOsFile,
        .mxPathname = world->real->mxPathname,
        .zName = world->name,
        .pAppData = world,
        .xOpen = fault_open,
        .xDelete = fault_delete,
        .xAccess = fault_access,
        .xFullPathname = fault_full_path,
        .xRandomness = fault_randomness,
        .xSleep = fault_sleep,
        .xCurrentTime = fault_time,
        .xGetLastError = fault_last_error,
    };
    sqlite3_vfs_register(&world->vfs, 0);
    return world;
}

void fault_world_destroy(fault_world *world) {
    sqlite3_vfs_unregister(&world->vfs);
    for (int i = 0; i < world->count; i++) {
        forget(&world->files[i]);
        free(world->files[i].path);
        free(world->files[i].durable);
    }
    pthread_mutex_destroy(&world->lock);
    free(world->name);
    free(world);
}

void fault_world_fail(fault_world *world, uint32_t of_a_million) {
    pthread_mutex_lock(&world->lock);
    world->fail = of_a_million;
    pthread_mutex_unlock(&world->lock);
}

void fault_world_cut(fault_world *world, uint32_t after) {
    pthread_mutex_lock(&world->lock);
    world->is_cutting = 1;
    world->cut_after = after;
    if (!after) world->is_dead = 1;
    pthread_mutex_unlock(&world->lock);
}

int fault_world_is_dead(fault_world *world) {
    pthread_mutex_lock(&world->lock);
    int dead = world->is_dead;
    pthread_mutex_unlock(&world->lock);
    return dead;
}

/* Some sectors of a write, each as it was or as it should be. */
static void tear(fault_world *world, file_state *state, const pending *write) {
    for (int at = 0; at < write->size; at += sector) {
        int size = write->size - at < sector ? write->size - at : sector;
        if (next_random(world) % 2) put(state, write->offset + at, write->bytes + at, (size_t)size);
    }
}

int fault_world_settle(fault_world *world) {
    int lost = 0;
    for (int i = 0; i < world->count; i++) {
        file_state *state = &world->files[i];
        for (pending *write = state->first; write; write = write->next) {
            uint64_t fate = next_random(world) % 3;
            if (fate == 0) {
                apply(state, write);
                continue;
            }
            lost++;
            if (fate == 1 && !write->is_truncate) tear(world, state, write);
        }
        forget(state);
        size_t length = strlen(state->path);
        int is_memory = length > 4 && !strcmp(state->path + length - 4, "-shm");
        if (is_memory || access(state->path, F_OK)) {
            if (is_memory) unlink(state->path);
            continue;
        }
        FILE *file = fopen(state->path, "wb");
        if (!file) return -1;
        size_t written = fwrite(state->durable, 1, state->size, file);
        if (fclose(file) || written != state->size) return -1;
    }
    return lost;
}

void fault_world_counts(fault_world *world, uint64_t *reads, uint64_t *read_bytes, uint64_t *writes, uint64_t *syncs) {
    pthread_mutex_lock(&world->lock);
    *reads = world->reads;
    *read_bytes = world->read_bytes;
    *writes = world->writes;
    *syncs = world->syncs;
    pthread_mutex_unlock(&world->lock);
}

extension AdapterTemplate {
    static let readme = #"""
        # @KIND@

        One event for each line of a text file. (This is what a new adapter begins with: say here what yours reads.)

        ## What it reads

        Files that arrive in a folder, in UTF-8, a record a line; empty lines are passed over. A file is taken once it is
        complete, and moved to `done/` or `error/` within the folder once all of its events are stored on disk.

        ## Options

        Beside `id`, `adapter`, `assets`, `asset` and `unknownAsset`, which every press file has:

        | key | type | default | meaning |
        |---|---|---|---|
        | `folder` | path | required | the folder that files arrive in; relative paths start from the press file's folder |
        | `create` | true or false | `false` | make `folder`, `done` and `error` where they are missing; without it a missing folder is waited for, since it may be a share that is not mounted |
        | `ready` | `auto`, `stable`, `marker`, `rename` | `auto` | when a file is complete, see below |
        | `settleTime` | duration | `500ms` | `ready: auto`: how long a closed file must stay unchanged |
        | `stableFor` | duration | `5s` | `ready: stable`: how long a file must stay unchanged |
        | `marker` | text | `{name}.ok` | `ready: marker`: the marker's name, from `{name}` or `{stem}` (the name without its extension) |
        | `files` | list of texts | `[*]` | names of files to take, with `*` and `?`, in any case; a pattern with a slash is for the path within the folder |
        | `ignore` | list of texts | `[]` | names of files and folders to leave alone, in the same form |
        | `temporary` | list of texts | `[]` | names that senders still write under, beside those that always count as such |
        | `subfolders` | true or false | `false` | watch folders within the folder too |
        | `order` | `time`, `name` | `time` | which ready file is read first: the one changed first, or by name (by path, as bytes) |
        | `scanInterval` | duration | `5s` | time between two looks at the whole folder, at least `100ms` |
        | `emptyFor` | duration | `1min` | how long an empty file may wait for its content |
        | `maxFileSize` | size | `4GiB` | larger files go to `error/` |
        | `done` | path, or `delete` | `done/` in the folder | where files go that were taken, also on another file system; `delete`: they are not kept |
        | `error` | path | `error/` in the folder | where refused files go, with the reason beside each |
        | `keepDone` | mapping | for ever | `for`: files are deleted that have lain in `done` for longer; `maxSize`: when all are larger, the oldest are |
        | `keepErrors` | mapping | for ever | the same for `error` |
        | `eventType` | text | required | the type of the events; header v3 allows only its own list |

        ## Example

        ```yaml
        id: hall-1
        adapter: @KIND@
        folder: ../feeds/@KIND@
        eventType: example.line
        asset: { id: press-1, type: SheetfedPress }
        ```

        ## What an event looks like

        The line `The first line makes an event.` gives the payload

        ```json
        {"text":"The first line makes an event."}
        ```

        An event's time is the file's modification time. Its id follows from the whole file's content and the line's
        number: the same file gives the same ids.

        ## Faults and what to do

        | what | what becomes of it | what to do |
        |---|---|---|
        | a line that is no UTF-8 | dead letter `bad_encoding`; the other lines flow | let the sender write UTF-8 |
        | a line above 64 KiB | dead letter `line_too_long` | often the line ends are missing |
        | an empty file | waits for `emptyFor`, then goes to `error/` | |

        """#
}

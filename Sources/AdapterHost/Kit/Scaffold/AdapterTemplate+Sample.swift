extension AdapterTemplate {
    /// A press file with every option.
    static let sample = #"""
        # Lines of text files that arrive in a folder: one event a line.

        id: @KIND@-1
        adapter: @KIND@

        folder: ../feeds/@KIND@
        create: false                   # true makes the folders named here where they are missing
        ready: auto                     # or stable, marker, rename: see the adapter's README
        settleTime: 500ms               # ready: auto: how long a closed file must stay unchanged
        stableFor: 5s                   # ready: stable: how long a file must stay unchanged
        marker: "{name}.ok"             # ready: marker: the second file's name; {stem} is the name without its extension
        files: ["*"]                    # names of files to take, in any case
        ignore: []                      # names of files and folders to leave alone
        temporary: []                   # names that are still being written, beside *.tmp *.part *.filepart *~ *.ACL
        subfolders: false               # true looks into folders within the folder
        order: time                     # or name: which ready file is read first
        scanInterval: 5s                # time between two looks at the whole folder
        emptyFor: 1min                  # how long an empty file may wait for its content
        maxFileSize: 4GiB               # larger files go to error/
        # done: /srv/archive            # instead of done/ in the folder; delete: files are not kept
        # error: /srv/refused           # instead of error/ in the folder
        # keepDone: { for: 30d, maxSize: 10GiB }      # taken files are deleted when older, or when all are larger
        # keepErrors: { for: 365d }                   # the same for refused files; default: all are kept

        eventType: example.line         # required; header v3 allows only its own list

        # What the records call a machine → what the platform calls it. * and ? match; {key} stands for what matched.
        # assets:
        #   "XL106-*": { id: "{key}", type: SheetfedPress, serial: "{key}" }

        # For records that name no machine; what an entry above lacks comes from here.
        asset: { id: press-1, type: SheetfedPress }

        # For machines that are not in the table: deadLetter, or useKey (the record's name for it becomes the id).
        unknownAsset: deadLetter

        """#
}

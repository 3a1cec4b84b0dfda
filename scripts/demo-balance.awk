# Compares what was fed with what the subscriber received:  awk -v summary=all -f demo-balance.awk FED RECEIVED
#
# Records from files are known by the name that their feeder gave them. The simulated press numbers its events from 0 or
# 1 on: a gap is a loss, so up to the highest number seen all of them count as fed. Its job phases have no number, and
# are counted by themselves.

function header(name) {
    return match($0, "\"" name "\":\"[^\"]*\"") ? substr($0, RSTART, RLENGTH) : ""
}

function note_record(name, id) {
    if (!(name in received)) received_count += 1
    received[name] = 1
    if (!((name, id) in ids)) {
        ids[name, id] = 1
        if (++id_count[name] == 2) doubled += 1
    }
}

FILENAME == ARGV[1] {
    fed[++fed_count] = $0
    next
}

match($0, /DemoRecord[0-9]+/) {
    note_record(substr($0, RSTART, RLENGTH), header("senderEventUuid"))
    next
}

index($0, "\"eventType\":\"reference-client-test\"") && match($0, /"counter":[0-9]+/) {
    number = substr($0, RSTART + 10, RLENGTH - 10) + 0
    note_record("number " number, header("senderEventUuid"))
    if (number == 0) zero = 1
    if (number > highest) highest = number
    next
}

{ others += 1 }

END {
    for (number = zero ? 0 : 1; number <= highest; number++) fed[++fed_count] = "number " number
    for (index_ = 1; index_ <= fed_count; index_++) {
        if (fed[index_] in received) continue
        lost += 1
        if (summary == "missing" && lost <= 10) print "lost: " fed[index_]
    }
    if (summary == "lost") print lost + 0
    if (summary == "good") print (fed_count > 0 && lost + doubled == 0 ? "yes" : "no")
    if (summary == "progress") printf "%d fed, %d received\n", fed_count, received_count
    if (summary == "all") {
        if (others > 0) printf "%d job phases of the simulated press besides\n", others
        printf "%d fed, %d received, %d lost, %d under two ids\n", fed_count, received_count, lost, doubled
    }
}

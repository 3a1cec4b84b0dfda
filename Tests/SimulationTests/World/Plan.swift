import TestServers

/// What a seed's world is like, and how often it goes wrong.
struct Plan {
    let sources: Int
    let records: Int
    let window: Int
    let memoryBytes: Int
    let maxBytes: Int64
    let deliveryEvents: Int
    let rate: Double?
    let hasShadow: Bool
    let hasPoison: Bool
    /// Chances in a thousand, for each action of the world.
    let kill: Int
    let cut: Int
    let halfOpen: Int
    let losePuback: Int
    let repeatPuback: Int
    let diskFault: Int
    let operate: Int
    let clockJump: Int
    let refuse: Int

    init(_ random: inout Seeded) {
        func pick(_ choices: Int...) -> Int { choices.randomElement(using: &random) ?? 0 }
        sources = pick(1, 2, 3)
        records = pick(20, 60, 120)
        window = pick(1, 4, 16, 64)
        memoryBytes = pick(2_000, 20_000, 200_000)
        maxBytes = Int64(pick(3_000, 30_000, 3_000_000))
        deliveryEvents = pick(4, 20, 200)
        rate = pick(0, 0, 50) == 0 ? nil : 50
        hasShadow = pick(0, 1, 1) == 1
        hasPoison = pick(0, 0, 1) == 1
        kill = pick(0, 0, 3, 20)
        cut = pick(0, 2, 20)
        halfOpen = pick(0, 0, 2)
        losePuback = pick(0, 0, 10)
        repeatPuback = pick(0, 50)
        diskFault = pick(0, 0, 5, 40)
        operate = pick(0, 5)
        clockJump = pick(0, 3)
        refuse = pick(0, 100, 500)
    }
}

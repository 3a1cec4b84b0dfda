import AdapterAPI

/// Options in the shape of their file: each with those inside it, in the order of the reads.
struct OptionTree {
    /// Nil at the top, and for `*`, which stands for keys of the user's choice.
    private(set) var option: ConfigurationOption?
    private(set) var children: [Child] = []

    struct Child {
        let key: String
        var tree: OptionTree
    }

    /// The key that stands for any.
    static let anyKey = "*"

    init(_ options: [ConfigurationOption]) {
        for option in options { insert(option, at: option.path.split(separator: ".").map(String.init)[...]) }
    }

    /// What stands under keys of the user's choice; nil when there are none.
    var anyChild: OptionTree? { children.first { $0.key == Self.anyKey }?.tree }

    private mutating func insert(_ option: ConfigurationOption, at path: ArraySlice<String>) {
        guard let key = path.first else {
            self.option = option
            return
        }
        if let index = children.firstIndex(where: { $0.key == key }) {
            children[index].tree.insert(option, at: path.dropFirst())
        } else {
            var tree = OptionTree([])
            tree.insert(option, at: path.dropFirst())
            children.append(Child(key: key, tree: tree))
        }
    }
}

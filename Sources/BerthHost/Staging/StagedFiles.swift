package import BerthModel

/// Which file each piece of data becomes, and in which storage.
package struct StagedFiles: Shaped {
    /// Name of the file of each piece of data.
    package var files: [String] = []
    /// Index of the storage of each piece of data.
    package var storages: [Int64] = []

    package init() {}

    /// Names for the files of all data; no two alike in one storage.
    package init(_ wanted: [String], storages: [Int64]) {
        self.storages = storages
        for (index, name) in wanted.enumerated() {
            var unique = name
            var number = 2
            while zip(files, storages).contains(where: { $0.0 == unique && $0.1 == storages[index] }) {
                unique = "\(number)-\(name)"
                number += 1
            }
            files.append(unique)
        }
    }

    /// The storage and the name of a piece of data; `nil` for one that the plan does not have.
    package subscript(index: Int) -> (storage: Int, name: String)? {
        guard files.indices.contains(index), storages.indices.contains(index) else { return nil }
        return (Int(storages[index]), files[index])
    }

    package static let shape = Shape<StagedFiles>(
        "StagedFiles", "Which file each piece of data becomes, and in which storage.",
        [
            Field("files", \.files, "Name of the file of each piece of data."),
            Field("storages", \.storages, "Index of the storage of each piece of data."),
        ])
}

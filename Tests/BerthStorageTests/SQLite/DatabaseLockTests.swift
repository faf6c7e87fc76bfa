import BerthBroker
import BerthModel
import Glibc
import Testing

@testable import BerthStorage

@Suite struct DatabaseLockTests {
    @Test func makesAnEmptyDatabaseAndNamesItself() throws {
        let folder = try TemporaryFolder()
        let lock = try DatabaseLock(path: folder.path + "/store.db")
        #expect(lock.path == folder.path + "/store.db")
        #expect(try folder.read("store.db") == [])
        #expect(try folder.read("store.db-lock") == Array("\(getpid())".utf8))
        lock.release()
        lock.release()
        #expect(folder.has("store.db-lock"), "to remove it would let two brokers lock two files")
    }

    @Test func twoNamesOfOneFileMeetInOneLock() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/store.db"
        let lock = try DatabaseLock(path: path)
        symlink(path, folder.path + "/link.db")
        symlink(folder.path, folder.path + "/folder")
        let expected = StoreError(
            .inUse, "Another broker (process \(getpid())) uses the database \(path). Stop it, or use another file.",
            path: path)
        for other in ["/store.db", "//store.db", "/./store.db", "/link.db", "/folder/store.db", "/folder/link.db"] {
            #expect(throws: expected, "\(other)") { try DatabaseLock(path: folder.path + other) }
        }
        lock.release()
        #expect(try DatabaseLock(path: folder.path + "/link.db").path == path)
    }

    @Test func goesWithItsOwner() throws {
        let folder = try TemporaryFolder()
        do { _ = try DatabaseLock(path: folder.path + "/store.db") }
        _ = try DatabaseLock(path: folder.path + "/store.db")
    }

    @Test func isFreeAfterReleaseThoughAForkedChildHoldsTheFile() throws {
        let folder = try TemporaryFolder()
        let lock = try DatabaseLock(path: folder.path + "/store.db")
        // What a fork does to a lock: one more descriptor of the same open file, which nobody closes.
        let copies = try openFiles(of: folder.path + "/store.db-lock").map { dup($0) }
        #expect(copies.count == 1)
        lock.release()
        _ = try DatabaseLock(path: folder.path + "/store.db")
        for copy in copies { close(copy) }
    }

    /// The descriptors of this process that are open on a file; tests beside this one may have thousands.
    private func openFiles(of path: String) throws -> [Int32] {
        (0..<65_536).filter { descriptor in
            var target = [UInt8](repeating: 0, count: 4096)
            let count = target.withUnsafeMutableBytes {
                readlink("/proc/self/fd/\(descriptor)", $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
            }
            return count > 0 && String(decoding: target[..<count], as: UTF8.self) == path
        }
    }

    @Test func aNameWithoutAFolderIsOfTheWorkingFolder() throws {
        // A folder is refused before anything is made, so that nothing is left where the tests run.
        #expect(throws: StoreError(.cannotOpen, ". is a folder. Name a file in it.", path: ".")) {
            try DatabaseLock(path: ".")
        }
    }

    @Test func saysWhatIsWrongWithAPath() throws {
        let folder = try TemporaryFolder()
        let base = folder.path
        try folder.write([1], to: "file")
        symlink(base + "/nowhere", base + "/dangling")
        let name255 = String(repeating: "n", count: 251)
        let cases: [(String, StoreError)] = [
            (base, StoreError(.cannotOpen, "\(base) is a folder. Name a file in it.", path: base)),
            ("", StoreError(.cannotOpen, "\"\" does not name a file.", path: "")),
            (base + "/new/", StoreError(.cannotOpen, "\"\(base)/new/\" does not name a file.", path: base + "/new/")),
            (
                base + "/none/store.db",
                StoreError(
                    .cannotOpen, "Could not find \(base)/none. Make its folder first, or name another.",
                    path: base + "/none", cause: "No such file or directory")
            ),
            (
                base + "/file/store.db",
                StoreError(
                    .cannotOpen, "Could not write \(base)/file/store.db-lock. Make its folder first, or name another.",
                    path: base + "/file/store.db-lock", cause: "Not a directory")
            ),
            (
                base + "/dangling",
                StoreError(
                    .cannotOpen, "\(base)/dangling is a link to a file that does not exist.", path: base + "/dangling")
            ),
            (
                base + "/" + name255,
                StoreError(
                    .cannotOpen, "Could not write \(base)/\(name255)-lock. Name another file.",
                    path: "\(base)/\(name255)-lock", cause: "File name too long")
            ),
        ]
        for (path, expected) in cases {
            #expect(throws: expected, "\(path)") { try DatabaseLock(path: path) }
        }
    }

    @Test func aFolderThatCannotBeWrittenIsSaid() throws {
        // The kernel's own folder refuses new files to everybody, the superuser too.
        let error = #expect(throws: StoreError.self) { try DatabaseLock(path: "/proc/self/store.db") }
        #expect(error?.code == .cannotOpen)
        #expect(error?.message.hasPrefix("Could not write /proc/") == true)
    }

    @Test func theSystemsReasonsHaveARemedy() {
        let cases: [(Int32, StoreError.Code, String)] = [
            (EACCES, .cannotOpen, "Could not write f. Check its permissions and those of its folder."),
            (EROFS, .cannotOpen, "Could not write f. Check its permissions and those of its folder."),
            (ENOSPC, .full, "Could not write f. Free some room on the disk."),
            (EDQUOT, .full, "Could not write f. Free some room on the disk."),
            (EMFILE, .cannotOpen, "Could not write f. Name another file."),
        ]
        for (reason, code, message) in cases {
            let error = StoreError.system(reason, "write", "f")
            #expect(error == StoreError(code, message, path: "f", cause: String(cString: strerror(reason))))
        }
    }
}

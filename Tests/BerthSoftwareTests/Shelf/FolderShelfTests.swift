import BerthModel
import Testing

@testable import BerthSoftware

struct FolderShelfTests {
    @Test func keepsWhatItIsGiven() async throws {
        try await Sample.withFolder { folder in
            await MemoryShelfTests.check(FolderShelf(folder: folder + "/shelf"))
            // Another one finds it.
            #expect(await FolderShelf(folder: folder + "/shelf").get("a")?.bytes == [3])
        }
    }

    @Test func aFileThatIsSomethingElseIsNotThere() async throws {
        try await Sample.withFolder { folder in
            let shelf = FolderShelf(folder: folder)
            await shelf.put("a", [1], at: Sample.now)
            let name = try #require(try LocalFolder.names(in: folder).first)
            for text in ["", "x\n", "12 other\nz", "no line"] {
                try Sample.file(name, text, in: folder)
                #expect(await shelf.get("a") == nil)
            }
        }
    }
}

import Testing

@testable import berth

struct SourceFolderTests {
    @Test func foldersAndFiles() throws {
        let folder = try TemporaryFolder()
        #expect(try SourceFolder(folder.path).description == nil)
        let file = try folder.write("codemeta.json", "{}")
        #expect(try SourceFolder(folder.path + "/").description == file)
        #expect(try SourceFolder(file).folder == folder.path)
        #expect(try SourceFolder(file).name == folder.path.split(separator: "/").last.map(String.init))
        #expect(try SourceFolder(file).repository == nil)
        #expect(throws: ProgramError.self) { try SourceFolder(folder.path + "/x") }
    }

    @Test(arguments: [
        ("[remote \"origin\"]\n\turl = https://a.org/b.git\n", "https://a.org/b.git"),
        ("[core]\n\turl = x\n[remote \"origin\"]\n\turl = git@github.com:a/b.git\n", "https://github.com/a/b.git"),
        ("[remote \"other\"]\n\turl = https://a.org/b.git\n", nil), ("", nil),
    ])
    func whereGitFetchesFrom(_ configuration: String, _ url: String?) {
        #expect(SourceFolder.origin(configuration) == url)
    }
}

import BerthModel
import BerthSignatures
import Glibc
import Testing

@testable import berth

struct SigningKeysTests {
    private static let now = Instant(seconds: 1_800_000_000)

    @Test func `a key is made once and kept for its owner only`() throws {
        let folder = try TemporaryFolder()
        let made = try SigningKeys.kept(in: folder.path, now: Self.now)
        #expect(try SigningKeys.kept(in: folder.path, now: Self.now).keys == made.keys)
        var status = stat()
        #expect(stat(SigningKeys.path(in: folder.path), &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test func `a file that others can read is refused`() throws {
        let folder = try TemporaryFolder()
        _ = try SigningKeys.kept(in: folder.path, now: Self.now)
        let path = SigningKeys.path(in: folder.path)
        chmod(path, 0o640)
        let error = #expect(throws: ProgramError.self) { try SigningKeys.kept(in: folder.path, now: Self.now) }
        #expect(error?.code == .badConfiguration)
        #expect(
            error?.message
                == "\(path) can be read by others, and whoever reads it can sign for this broker; chmod 600 it, and "
                + "renew the key if somebody may have read it: berth key rotate.")
    }

    @Test(arguments: ["", "nonsense", "{\"keys\":[]}"])
    func `a damaged file is refused, and not made anew`(_ text: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(SigningKeys.fileName, text)
        chmod(path, 0o600)
        let error = #expect(throws: ProgramError.self) { try SigningKeys.kept(in: folder.path, now: Self.now) }
        #expect(
            error?.message
                == "\(path): It is no file of keys: its first key has no secret. Put back a copy of it, or move it "
                + "away: then a new key is made, and what was signed before can only be checked by those who know the "
                + "old one.")
        #expect(try folder.read(SigningKeys.fileName) == text)
    }
}

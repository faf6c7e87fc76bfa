import BerthAnswers
import BerthModel
import Testing

@testable import berth

struct ListingTests {
    @Test func nothing() {
        #expect(Listing.lines([Session](), .none, .noon) == ["No sessions."])
        #expect(Listing.lines([PlatformSummary](), .none, .noon) == ["This broker has no platforms."])
    }

    @Test func aPlatformThatIsAway() {
        var platform = PlatformSummary()
        platform.name = "a"
        platform.cores = 1
        platform.executables = ["x", "docker-container"]
        platform.outage = "It is away.\n"
        let lines = Listing.lines([platform], .none, .noon)
        #expect(lines[0] == "name   cores  runs                 state")
        #expect(lines[1] == "a     1 core  x, docker-container  It is away.")
        platform.countables = [CountableAmount("gpu-a100", 4), CountableAmount("licence", nil)]
        platform.executables = []
        #expect(Listing.lines([platform], .none, .noon)[1] == "a     1 core  4 gpu-a100, licence  It is away.")
    }

    @Test func whatIsFreeAndWhatWasAnsweredLast() {
        var platform = PlatformSummary()
        platform.name = "a"
        (platform.cores, platform.freeCores) = (8, 3)
        (platform.memory, platform.freeMemory) = (32 << 30, 32 << 30)
        (platform.storage, platform.freeStorage) = (1 << 40, 0)
        platform.countables = [CountableAmount("gpu", 4, free: 1), CountableAmount("licence", 2, free: 2)]
        platform.answered = TimeText.noon.now - TimeSpan(seconds: 90)
        platform.answer = "yes"
        let lines = Listing.lines([platform], .none, .noon)
        #expect(
            lines == [
                "name         cores  memory       storage  also                   answered            state",
                "a     3 of 8 cores  32 GiB  0 B of 1 TiB  1 of 4 gpu, 2 licence  yes 1 min 30 s ago  well",
            ])
    }
}

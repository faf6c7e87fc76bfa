import BerthModel
import Testing

@testable import berth

struct ListingTests {
    @Test func nothing() {
        #expect(Listing.lines([Session](), .none, .noon) == ["No sessions."])
        #expect(Listing.lines([PlatformSummary](), .none) == ["This broker has no platforms."])
    }

    @Test func aPlatformThatIsAway() {
        var platform = PlatformSummary()
        platform.name = "a"
        platform.cores = 1
        platform.executables = ["x", "docker-container"]
        platform.outage = "It is away.\n"
        let lines = Listing.lines([platform], .none)
        #expect(lines[0] == "name   cores  runs                 state")
        #expect(lines[1] == "a     1 core  x, docker-container  It is away.")
        platform.countables = [CountableAmount("gpu-a100", 4), CountableAmount("licence", nil)]
        platform.executables = []
        #expect(Listing.lines([platform], .none)[1] == "a     1 core  4 gpu-a100, licence  It is away.")
    }
}

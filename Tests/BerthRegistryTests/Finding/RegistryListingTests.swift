import Testing

@testable import BerthRegistry

struct RegistryListingTests {
    private func service(_ ivoid: String, _ url: String, _ methods: [String] = [], open: Bool = true) -> ListedService {
        ListedService(ivoid: ivoid, title: nil, url: url, standardID: "", securityMethods: methods, isOpen: open)
    }

    @Test func eachURLStandsOnceWithAllItsMethods() {
        let listing = RegistryListing(
            [
                service("ivo://b", "https://b", ["x"], open: false), service("ivo://a", "https://a/"),
                service("ivo://b", "https://b", ["y", "x"], open: false), service("ivo://c", ""),
                service("ivo://b", "https://b2", ["z"], open: false), service("ivo://b", "https://b2", open: true),
            ], isWhole: true)
        #expect(listing.services.map(\.url) == ["https://a", "https://b", "https://b2"])
        #expect(listing.services.map(\.securityMethods) == [[], ["x", "y"], ["z"]])
        #expect(listing.services.map(\.isOpen) == [true, false, true])
    }
}

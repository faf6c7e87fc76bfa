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

    @Test func whatIsTooLongOrTooMuchIsLeftOut() {
        let long = String(repeating: "x", count: 1001)
        let many = (0..<40).map { service("ivo://a", "https://a", ["m\($0)"], open: false) }
        let listing = RegistryListing(
            many + [
                service("ivo://\(long)", "https://b"),
                service("ivo://c", "https://c/" + String(repeating: "x", count: 8192)),
                service("ivo://d", "https://d", [long]),
                service("ivo://e", "https://e", (0..<33).map { "m\($0)" }),
            ], isWhole: true)
        #expect(listing.services.map(\.ivoid) == ["ivo://a"])
        #expect(listing.services.first?.securityMethods.count == ListedService.mostMethods)
        let named = ListedService(ivoid: "ivo://a", title: long, url: "https://a", standardID: "")
        #expect(named.title?.count == 300)
    }
}

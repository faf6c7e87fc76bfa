import BerthBroker
import BerthClient
import BerthModel

// Platforms with their health.

extension Portal {
    /// How long the page waits for a broker.
    static let platformPatience = TimeSpan(seconds: 5)

    func platformRoutes(_ routes: inout PortalRoutes) {
        routes.page("/portal/platforms") { visit throws(PortalError) in
            let visitor = try visit.signedIn()
            let portal = visit.portal
            let brokers = await portal.platforms(for: visitor)
            let page = PlatformsPage(
                brokers: brokers, now: portal.world.now(), isAdministrator: visitor.isAdministrator,
                groups: visitor.groups)
            return .page(page.page)
        }
    }

    /// All brokers are asked at the same time; one that is away is no reason to wait long for the others.
    private func platforms(for visitor: PortalVisitor) async -> [PlatformsPage.Broker] {
        let answers = await withTaskGroup(of: (Int, [PlatformSummary], String?).self) { group in
            for (index, broker) in brokers.enumerated() {
                group.addTask { [world] in
                    let answer = await world.within(Self.platformPatience) {
                        () async -> Result<[PlatformSummary], ClientError> in
                        do throws(ClientError) {
                            let client = try broker.client(for: visitor)
                            return .success(try await client.platforms().value.platforms)
                        } catch {
                            return .failure(error)
                        }
                    }
                    switch answer {
                    case .success(let platforms)?: return (index, platforms, nil)
                    case .failure(let error)?: return (index, [], error.message)
                    case nil: return (index, [], "The broker at \(broker.url) does not answer; load the page again.")
                    }
                }
            }
            return await group.reduce(into: [(Int, [PlatformSummary], String?)]()) { $0.append($1) }
        }
        return answers.sorted { $0.0 < $1.0 }.map { index, platforms, problem in
            PlatformsPage.Broker(
                name: brokers[index].name, title: brokers[index].title, platforms: platforms, problem: problem)
        }
    }
}

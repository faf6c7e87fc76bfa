/// Finds the route of a request by its method and path.
///
/// A template is a path whose segments are literal or `{name}`; a last `{name...}` takes all that is left (one segment
/// at least). A literal wins over a name. GET answers HEAD; OPTIONS is answered for every path that is known.
package struct HTTPRouter: Sendable {
    fileprivate struct Route: Sendable {
        var template: String
        var names: [String]
        var handler: HTTPHandler
    }

    private final class Node: Sendable {
        let literals: [String: Node]
        let parameter: Node?
        /// Routes that end here, by method.
        let routes: [HTTPMethod: Route]
        /// Routes that take the rest of the path, by method.
        let rest: [HTTPMethod: Route]
        let allowed: String
        let allowedRest: String

        init(_ draft: Draft) {
            literals = draft.literals.mapValues { Node($0) }
            parameter = draft.parameter.map { Node($0) }
            routes = draft.routes
            rest = draft.rest
            allowed = HTTPRouter.allowed(draft.routes)
            allowedRest = HTTPRouter.allowed(draft.rest)
        }
    }

    fileprivate final class Draft {
        var literals: [String: Draft] = [:]
        var parameter: Draft?
        var routes: [HTTPMethod: Route] = [:]
        var rest: [HTTPMethod: Route] = [:]
    }

    /// The routes of a router while they are collected.
    package struct Routes {
        fileprivate var root = Draft()
        fileprivate init() {}

        /// Adds a route such as `GET`, `/sessions/{id}`; two for the same method and path are a programmer's error.
        package mutating func on(_ method: HTTPMethod, _ template: String, _ handler: @escaping HTTPHandler) {
            precondition(template.hasPrefix("/"), "the template \(template) must begin with a slash")
            var node = root
            var names: [String] = []
            let parts =
                template == "/" ? [] : template.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
            for part in parts {
                guard part.hasPrefix("{") && part.hasSuffix("}") else {
                    node = node.literals.child(String(part))
                    continue
                }
                let name = part.dropFirst().dropLast()
                if name.hasSuffix("...") {
                    names.append(String(name.dropLast(3)))
                    let route = Route(template: template, names: names, handler: handler)
                    precondition(node.rest.updateValue(route, forKey: method) == nil, "\(method) \(template) twice")
                    return
                }
                names.append(String(name))
                let next = node.parameter ?? Draft()
                node.parameter = next
                node = next
            }
            let route = Route(template: template, names: names, handler: handler)
            precondition(node.routes.updateValue(route, forKey: method) == nil, "\(method) \(template) twice")
        }
    }

    private let root: Node
    private let onProblem: HTTPProblem.Writer

    package init(onProblem: @escaping HTTPProblem.Writer = HTTPProblem.plain, _ collect: (inout Routes) -> Void) {
        var routes = Routes()
        collect(&routes)
        root = Node(routes.root)
        self.onProblem = onProblem
    }

    /// Answers a request by its route, or with 404, 405 or the methods that are allowed. Use it as a server's handler.
    package func answer(_ request: HTTPRequest) async -> HTTPResponse {
        var values: [String] = []
        guard let found = find(request.target.segments, &values) else {
            if request.method == .options && request.target.segments == ["*"] { return HTTPResponse(.noContent) }
            return onProblem(
                HTTPProblem(.notFound, .notFound, "nothing is served under this path"), request)
        }
        let method = request.method == .head && found.routes[.head] == nil ? HTTPMethod.get : request.method
        guard let route = found.routes[method] else {
            if request.method == .options { return HTTPResponse(.noContent, headers: ["Allow": found.allowed]) }
            return onProblem(
                HTTPProblem(
                    .methodNotAllowed, .methodNotAllowed,
                    "\(request.method) is not served under this path; it takes \(found.allowed)",
                    headers: ["Allow": found.allowed]),
                request)
        }
        if route.names.isEmpty {
            var response = await route.handler(request)
            response.route = route.template
            return response
        }
        var named = request
        named.parameters = zip(route.names, values).map { ($0, $1) }
        var response = await route.handler(named)
        response.route = route.template
        return response
    }

    private func find(_ segments: [String], _ values: inout [String]) -> (routes: [HTTPMethod: Route], allowed: String)?
    {
        Self.find(root, segments[...], &values)
    }

    private static func find(
        _ node: Node, _ segments: ArraySlice<String>, _ values: inout [String]
    ) -> (routes: [HTTPMethod: Route], allowed: String)? {
        guard let segment = segments.first else { return node.routes.isEmpty ? nil : (node.routes, node.allowed) }
        let rest = segments.dropFirst()
        if let next = node.literals[segment], let found = find(next, rest, &values) { return found }
        if let next = node.parameter, !segment.isEmpty {
            values.append(segment)
            if let found = find(next, rest, &values) { return found }
            values.removeLast()
        }
        guard !node.rest.isEmpty else { return nil }
        values.append(segments.joined(separator: "/"))
        return (node.rest, node.allowedRest)
    }

    private static func allowed(_ routes: [HTTPMethod: Route]) -> String {
        var methods = Set(routes.keys)
        methods.insert(.options)
        if methods.contains(.get) { methods.insert(.head) }
        return methods.map(\.name).sorted().joined(separator: ", ")
    }
}

extension [String: HTTPRouter.Draft] {
    fileprivate mutating func child(_ name: String) -> HTTPRouter.Draft {
        if let known = self[name] { return known }
        let draft = HTTPRouter.Draft()
        self[name] = draft
        return draft
    }
}

package import BerthHTTP

/// Who visitors are, by what the service wants to know at that moment: its users and issuers come and go while it runs,
/// and a portal that went on taking everybody for the local user would show strangers what they may not see.
package struct ServiceSignIn: PortalSignIn {
    /// What the service wants to know now.
    package struct Need: Sendable, Hashable {
        /// Whether people have to say who they are; else everybody is the one local user.
        package var isNeeded: Bool
        /// Whether there are people with a token of the broker's own.
        package var hasUsers: Bool

        package init(isNeeded: Bool, hasUsers: Bool) {
            self.isNeeded = isNeeded
            self.hasUsers = hasUsers
        }
    }

    private let local = LocalSignIn()
    private let token: TokenSignIn
    private let provider: OpenIDSignIn?
    private let need: @Sendable () -> Need

    /// - Parameter need: asked for each visit.
    package init(token: TokenSignIn, provider: OpenIDSignIn?, need: @escaping @Sendable () -> Need) {
        self.token = token
        self.provider = provider
        self.need = need
    }

    package var isNeeded: Bool { need().isNeeded }

    package func visitor(of request: HTTPRequest, isSecure: Bool) async -> PortalVisitor? {
        if !isNeeded { return await local.visitor(of: request, isSecure: isSecure) }
        if let visitor = await token.visitor(of: request, isSecure: isSecure) { return visitor }
        return await provider?.visitor(of: request, isSecure: isSecure)
    }

    package func answer(_ visit: PortalVisit, _ form: PortalForm?) async throws(PortalError) -> PortalAnswer {
        let now = need()
        if !now.isNeeded { return try await local.answer(visit, form) }
        let old = visit.word(of: TokenSignIn.cookie)
        let answer = try await answer(visit, form, now, old)
        // A browser is one person at a time: who they were before ends, whichever way they came.
        if let old, answer.cookies.contains(where: TokenSignIn.cookie.isSet(by:)) {
            token.end(old)
            await provider?.end(old)
        }
        return answer
    }

    private func answer(
        _ visit: PortalVisit, _ form: PortalForm?, _ now: Need, _ word: String?
    ) async throws(PortalError) -> PortalAnswer {
        guard let provider else { return try await token.answer(visit, form) }
        let isFront = visit.request.target.segments.count <= 2
        if isFront && now.hasUsers || word.map(token.knows) == true && !isFront {
            return await token.answer(visit, form, provider: provider.url)
        }
        return try await provider.answer(visit, form)
    }
}

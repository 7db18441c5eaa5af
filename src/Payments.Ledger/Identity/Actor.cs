namespace Payments.Ledger.Identity;

/// <summary>Who made a change. Its text is stored and shown, and never contains a secret.</summary>
public abstract record Actor
{
    private Actor()
    {
    }

    /// <summary>Reads <see cref="ToString"/>'s text.</summary>
    public static Actor From(string text) => text == Service.Name
        ? Service.Instance
        : new Caller(CredentialId.From(text));

    /// <summary>A caller, by the credential that it proved itself with.</summary>
    public sealed record Caller(CredentialId Credential) : Actor
    {
        /// <inheritdoc/>
        public override string ToString() => Credential.Value;
    }

    /// <summary>The service itself: its queues and timers, in nobody's request.</summary>
    public sealed record Service : Actor
    {
        /// <summary>No credential is called so: their ids contain a slash.</summary>
        public const string Name = "service";

        private Service()
        {
        }

        public static Service Instance { get; } = new();

        /// <inheritdoc/>
        public override string ToString() => Name;
    }
}

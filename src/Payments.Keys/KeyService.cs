using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Payments.Handlers.Access;
using Payments.Handlers.Ports;
using Payments.Launcher.Settings;
using Payments.Tables;

namespace Payments.Keys;

/// <summary>
/// The credential store that the environment names (<c>Tables</c>, <c>Tables__serviceUri</c> or a list of accounts, and
/// the encryption key or its Key Vault, as in the app's settings), or else that of the <c>./run</c> on this machine.
/// </summary>
internal sealed class KeyService : IDisposable
{
    private const string Tables = "Tables";
    private const string ServiceUri = "Tables__serviceUri";
    private const string ConnectionFile = "azurite.connection";

    private static readonly string[] Accounts = [Tables, ServiceUri, "Tables__0", "Tables__0__serviceUri"];

    private readonly ServiceProvider _services;

    private KeyService(IConfiguration configuration) => _services = new ServiceCollection()
        .AddSingleton(TimeProvider.System)
        .AddPaymentsCredentials(configuration)
        .AddSingleton<CredentialAdministration>()
        .BuildServiceProvider();

    public ICredentialStore Store => _services.GetRequiredService<ICredentialStore>();

    public CredentialAdministration Administration => _services.GetRequiredService<CredentialAdministration>();

    public static KeyService Connect(StateSettings settings)
    {
        var builder = new ConfigurationBuilder();
        if (!Accounts.Any(IsSet)) builder.AddInMemoryCollection(ReadLocal(settings));
        return new KeyService(builder.AddEnvironmentVariables().Build());
    }

    public void Dispose() => _services.Dispose();

    private static Dictionary<string, string?> ReadLocal(StateSettings settings)
    {
        var root = settings.Root ?? Environment.CurrentDirectory;
        var local = LocalSettings.Read(root, onlySample: false).ToDictionary(
            setting => setting.Key.Replace("__", ":", StringComparison.Ordinal), setting => (string?)setting.Value);
        if (local.Keys.Any(name => name.StartsWith($"{Tables}:", StringComparison.Ordinal))) return local;
        var file = Path.Combine(settings.State ?? Path.Combine(root, ".local"), ConnectionFile);
        if (!File.Exists(file))
        {
            throw new AdministrationRejectedException(
                $"No service has run here: start ./run, or set {Tables} or {ServiceUri} as in the app's settings.");
        }

        local[Tables] = File.ReadAllText(file).Trim();
        return local;
    }

    private static bool IsSet(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 };
}

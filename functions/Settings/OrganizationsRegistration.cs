using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Payments.Handlers.Access;
using Payments.Handlers.Ports;
using Payments.Tables;

namespace Payments.Functions.Settings;

/// <summary>
/// Registers the organizations and credentials of the table. Those in the settings are for a service on one machine
/// only, which copies them into its table when it starts. Any mistake in the settings prevents startup.
/// </summary>
internal static class OrganizationsRegistration
{
    public static IServiceCollection AddOrganizations(this IServiceCollection services, IConfiguration configuration)
    {
        var isLocal = AccountSettings.Read(configuration).AreLocal;
        SettingsCheck.ThrowIfWrong(configuration, isLocal);
        return services
            .AddSingleton<CredentialCache>()
            .AddSingleton<ICredentials>(provider => provider.GetRequiredService<CredentialCache>())
            .AddSingleton<IOrganizations>(provider => provider.GetRequiredService<CredentialCache>())
            .AddSingleton<ISigningKeys>(provider => provider.GetRequiredService<CredentialCache>())
            .AddSingleton<CredentialAdministration>()
            .AddSingleton(provider => new CredentialStartup(
                provider.GetRequiredService<ICredentialStore>(),
                provider.GetRequiredService<CredentialAdministration>(),
                provider.GetRequiredService<TimeProvider>(),
                isLocal ? LocalSettings.Read(configuration) : null,
                (organization, processor) =>
                    ProcessorSettingsCheck.FindProblem(configuration, organization, processor),
                provider.GetRequiredService<IHostApplicationLifetime>(),
                provider.GetRequiredService<ILogger<CredentialStartup>>()))
            .AddSingleton<IDependencyCheck>(provider => provider.GetRequiredService<CredentialStartup>());
    }
}

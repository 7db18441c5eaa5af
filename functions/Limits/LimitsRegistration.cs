using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Payments.Dialects.Wire;

namespace Payments.Functions.Limits;

/// <summary>Registers what limits callers.</summary>
internal static class LimitsRegistration
{
    private const string TrustedProxies = "TrustedProxies";

    public static IServiceCollection AddLimits(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSingleton(new CallerAddresses(ReadTrustedProxies(configuration)))
            .AddHostedService<UnspentLimits>();

    private static int ReadTrustedProxies(IConfiguration configuration)
    {
        if (configuration[TrustedProxies] is not { Length: > 0 } text) return CallerAddresses.DefaultTrustedProxies;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : throw new InvalidOperationException(
                $"The setting {TrustedProxies} must be a whole number from 0, and is '{text}'.");
    }
}

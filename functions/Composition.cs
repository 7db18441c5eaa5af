using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Functions;

/// <summary>What the functions are made of, whichever host runs them.</summary>
public static class Composition
{
    public static IServiceCollection AddPayments(this IServiceCollection services, IConfiguration configuration) =>
        services;
}
